"""From facts to the box: for every fact that has cells, those still possible."""

from collections.abc import Mapping
from typing import TypeAlias

from knowledge.facts import Fact
from knowledge.gap import DECIMALS, GAP, gap_cells
from knowledge.rulebook import Cell, FactSpec, Rulebook
from knowledge.shapes import JsonValue
from knowledge.values import bounds

Box: TypeAlias = dict[str, frozenset[str]]


def cells_of(spec: FactSpec, value: JsonValue) -> frozenset[str]:
    """The cells that a value touches."""
    ends = bounds(value)
    if ends is None:
        return frozenset(cell.name for cell in spec.cells if value in cell.values)
    low, high = (round(end, DECIMALS) if isinstance(end, float) else end for end in ends)
    return frozenset(cell.name for cell in spec.cells if _touches(cell, low, high))


def possible_cells(rulebook: Rulebook, facts: Mapping[str, Fact]) -> Box:
    """Every fact with cells and its still possible ones; unknown and unsure leave all."""
    box: Box = {}
    for name, spec in rulebook.facts.items():
        if not spec.cells:
            continue
        fact = facts.get(name)
        if name == GAP:
            box[name] = gap_cells(spec, facts)
        elif fact is None or fact.state == "unsure":
            box[name] = frozenset(cell.name for cell in spec.cells)
        else:
            box[name] = cells_of(spec, fact.value)
    return box


def _touches(cell: Cell, low: float, high: float) -> bool:
    if cell.low is None and cell.high is None:
        return False
    return (cell.high is None or low <= cell.high) and (cell.low is None or high >= cell.low)
