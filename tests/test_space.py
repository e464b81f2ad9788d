"""The decision space agrees with the four rules worked out by hand, cell by cell."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from situations import SITUATIONS, every_cell, judged_by_hand

from knowledge.cells import possible_cells
from knowledge.facts import parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue
from knowledge.space import Space

RULEBOOK = load_rulebook()
SPACE = Space(RULEBOOK)
WHOLE = {axis: frozenset(cells) for axis, cells in SPACE.cells.items()}
MANY_CELLS = 800

Box = dict[str, frozenset[str]]


def box_of(raw: dict[str, JsonValue]) -> Box:
    return possible_cells(RULEBOOK, parse_facts(RULEBOOK, raw))


def small_box(raw: dict[str, JsonValue]) -> Box:
    """The box with axes pinned to their first possible cell until it can be enumerated."""
    box = box_of(raw)
    for axis in SPACE.axes:
        if math.prod(len(box[name]) for name in SPACE.axes) <= MANY_CELLS:
            break
        box[axis] = frozenset(sorted(box[axis])[:1])
    return box


def entropy(verdicts: list[str]) -> float:
    shares = [count / len(verdicts) for count in Counter(verdicts).values()]
    return -sum(share * math.log2(share) for share in shares)


def test_every_cell_has_the_verdict_of_the_rules() -> None:
    cells = every_cell(WHOLE, SPACE.cells)
    assert len(cells) == 77_760
    assert all(SPACE.verdict_at(cell) == judged_by_hand(cell)[0] for cell in cells)


@given(SITUATIONS)
@settings(deadline=None)
def test_the_range_of_a_box_is_that_of_its_cells(raw: dict[str, JsonValue]) -> None:
    box = small_box(raw)
    ranks = [SPACE.verdicts.index(SPACE.verdict_at(c)) for c in every_cell(box, SPACE.cells)]
    assert SPACE.range(box) == (min(ranks), max(ranks))


@given(SITUATIONS)
@settings(deadline=None)
def test_an_axis_flips_when_two_neighbours_along_it_differ(raw: dict[str, JsonValue]) -> None:
    box = small_box(raw)
    seen: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for cell in every_cell(box, SPACE.cells):
        for axis in SPACE.axes:
            rest = tuple(cell[other] for other in SPACE.axes if other != axis)
            seen.setdefault((axis, rest), set()).add(SPACE.verdict_at(cell))
    flips = {axis for (axis, _), verdicts in seen.items() if len(verdicts) > 1}
    assert set(SPACE.flippable(box)) == flips


@given(SITUATIONS)
@settings(deadline=None)
def test_the_gain_of_a_question_is_the_entropy_it_removes(raw: dict[str, JsonValue]) -> None:
    box = small_box(raw)
    questions = {"prompting": {"prompting_tried", "accuracy_gap"}, "task": {"task_shape"}}
    cells = [(cell, SPACE.verdict_at(cell)) for cell in every_cell(box, SPACE.cells)]
    gains = SPACE.gains(box, questions)
    for name, axes in questions.items():
        parts: dict[tuple[str, ...], list[str]] = {}
        for cell, verdict in cells:
            parts.setdefault(tuple(cell[axis] for axis in sorted(axes)), []).append(verdict)
        left = sum(len(part) / len(cells) * entropy(part) for part in parts.values())
        before = entropy([verdict for _, verdict in cells])
        assert gains[name] == pytest.approx(before - left, abs=1e-9)


def test_lowest_along_an_axis_is_the_earliest_verdict_with_each_of_its_cells() -> None:
    box = box_of({"labelled_examples": 5000, "task_shape": "narrow", "volatility": "static"})
    box["auditability"] = frozenset({"no"})
    box["accuracy_gap"] = frozenset({"large"})
    assert SPACE.lowest_along(box, "data_quality") == {"high": 1, "mixed": 1, "low": 0}
