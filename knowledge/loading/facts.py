"""Facts with their cells: every value lies in a cell, none in two by accident."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from knowledge.gap import DECIMALS
from knowledge.rulebook import Cell, FactSpec, Kind
from knowledge.strict import Table, quoted

KINDS: tuple[Kind, ...] = ("count", "number", "share", "choice", "gap", "text")
ORDERED = ("count", "number", "gap")
FLOOR: Mapping[Kind, float | None] = {"count": 0, "number": 0, "gap": None}
"""The lowest value of an ordered kind; a gap may be as far below zero as one likes."""


def load_facts(file: Table, thresholds: Mapping[str, int]) -> dict[str, FactSpec]:
    """Every fact of ``facts.toml``, in its order.

    Raises:
        RulebookError: among the usual mistakes, cells that overlap or leave a gap, and choices
            that fall into no cell.
    """
    file.expect(("thresholds", "fact"))
    return {
        spec.name: spec
        for spec in (_fact(table, thresholds) for table in file.tables("fact", "name"))
    }


def _fact(table: Table, thresholds: Mapping[str, int]) -> FactSpec:
    table.expect(("name", "kind", "label"), ("unit", "choices", "cells", "deciding", "ours"))
    kind = table.word("kind", KINDS)
    worded = table.table("choices")
    choices = {choice: worded.text(choice) for choice in worded.names()}
    cells = tuple(_cell(cell, kind, choices, thresholds) for cell in table.tables("cells", "name"))
    deciding = table.flag("deciding")
    if deciding and not cells:
        raise table.fault("cells", "a deciding fact without cells", "give it at least two cells")
    if cells:
        _refuse_homeless(table, kind, choices, cells)
    if cells and kind in ORDERED:
        _refuse_holes(table, kind, [cell for cell in cells if not _only_worded(kind, cell)])
    return FactSpec(
        name=table.text("name"),
        kind=kind,
        label=table.text("label"),
        unit=table.maybe_text("unit") or "",
        choices=choices,
        cells=cells,
        deciding=deciding,
        ours=table.maybe_text("ours"),
    )


def _cell(
    table: Table, kind: Kind, choices: Mapping[str, str], thresholds: Mapping[str, int]
) -> Cell:
    table.expect(("name", "words"), ("values", "low", "above", "high", "below"))
    values = table.texts("values")
    for value in values:
        if value not in choices:
            raise table.fault(
                "values", f"{value!r} is no choice of the fact", f"use {quoted(choices)}"
            )
    low = _bound(table, "low", "above", kind, thresholds)
    high = _bound(table, "high", "below", kind, thresholds)
    if low is not None and high is not None and low > high:
        raise table.fault("high", f"below the low bound ({high} < {low})", "swap the bounds")
    return Cell(table.text("name"), table.text("words"), values, low, high)


def _bound(
    table: Table, inclusive: str, exclusive: str, kind: Kind, thresholds: Mapping[str, int]
) -> float | None:
    """The inclusive bound, one step inwards of an exclusive one; None when open."""
    given = [name for name in (inclusive, exclusive) if table.has(name)]
    if not given:
        return None
    if kind not in ORDERED:
        raise table.fault(given[0], f"a bound in a {kind} fact", "name its choices in values")
    if len(given) > 1:
        raise table.fault(exclusive, f"given beside {inclusive}", "keep one of the two")
    name = given[0]
    if isinstance(table.raw(name), str):
        bound: float = thresholds[table.word(name, tuple(thresholds))]
    else:
        bound = table.number(name)
    if name == inclusive:
        return bound
    return round(bound + (_step(kind) if exclusive == "above" else -_step(kind)), DECIMALS)


def _step(kind: Kind) -> float:
    """The distance between neighbouring values once they are rounded."""
    return 1 if kind == "count" else 10**-DECIMALS


def _only_worded(kind: Kind, cell: Cell) -> bool:
    """Whether a gap cell stands beside the scale (``unmeasured``)."""
    return kind == "gap" and cell.low is None and cell.high is None


def _refuse_homeless(
    table: Table, kind: Kind, choices: Mapping[str, str], cells: Sequence[Cell]
) -> None:
    for choice in choices:
        homes = [cell.name for cell in cells if choice in cell.values]
        if not homes:
            raise table.fault(
                f"choices.{choice}", "falls into no cell", "add it to the values of one cell"
            )
        if len(homes) > 1 and kind != "gap":
            raise table.fault(
                f"choices.{choice}",
                f"falls into several cells ({quoted(homes)})",
                "keep it in one of them",
            )


def _refuse_holes(table: Table, kind: Kind, cells: Sequence[Cell]) -> None:
    """Cells must follow each other from the lowest value to infinity."""
    first, last = cells[0], cells[-1]
    if first.low != FLOOR[kind]:
        start = "with an open low end" if FLOOR[kind] is None else f"at {FLOOR[kind]}"
        raise table.fault(
            f"cells[{first.name}].low", "values below it lie in no cell", f"begin it {start}"
        )
    if last.high is not None:
        raise table.fault(
            f"cells[{last.name}].high", "values above it lie in no cell", "leave its high end open"
        )
    for left, right in pairwise(cells):
        if left.high is None or right.low is None:
            raise table.fault(
                f"cells[{right.name}]", f"overlaps {left.name!r}", "give both cells their bounds"
            )
        expected = round(left.high + _step(kind), DECIMALS)
        if round(right.low, DECIMALS) != expected:
            problem = "overlaps" if right.low < expected else "leaves a hole after"
            raise table.fault(
                f"cells[{right.name}].low",
                f"{problem} cell {left.name!r}",
                f"begin it right after {left.high:g}",
            )
