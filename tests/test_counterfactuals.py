"""What would change the verdict: the nearest changes, proved against trying them all."""

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from situations import SITUATIONS

from knowledge.cells import possible_cells
from knowledge.counterfactuals import TIES, Change, Counterfactuals
from knowledge.facts import parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue
from knowledge.space import Space

RULEBOOK = load_rulebook()
SPACE = Space(RULEBOOK)
FINDER = Counterfactuals(RULEBOOK, SPACE)
FURTHEST = 3
NEAR: dict[str, JsonValue] = {
    "labelled_examples": 5000,
    "data_quality": "high",
    "volatility": "static",
    "auditability": "no",
    "latency": "critical",
    "prompting_tried": "exhausted",
    "best_accuracy": 0.7,
    "target_accuracy": 0.9,
    "task_shape": "narrow",
    "prompt_tokens": "long",
    "volume": "high",
    "format_consistency": "critical",
    "jargon": "no",
}
AXIS_CELLS = st.fixed_dictionaries(
    {}, optional={n: st.sets(st.sampled_from(c), min_size=1) for n, c in SPACE.cells.items()}
)

Box = dict[str, frozenset[str]]


def box_of(raw: dict[str, JsonValue]) -> Box:
    return possible_cells(RULEBOOK, parse_facts(RULEBOOK, raw))


def shown(box: Box, cells: dict[str, str]) -> int:
    return SPACE.range({**box, **{name: frozenset({cell}) for name, cell in cells.items()}})[0]


def all_changes(distance: int) -> Iterator[dict[str, str]]:
    for axes in combinations(SPACE.axes, distance):
        for cells in product(*(SPACE.cells[axis] for axis in axes)):
            yield dict(zip(axes, cells, strict=True))


def nearest_by_trying(box: Box, rank: int) -> int | None:
    """The least number of changes that shows the verdict, up to the furthest tried."""
    for distance in range(1, FURTHEST + 1):
        if any(shown(box, change) == rank for change in all_changes(distance)):
            return distance
    return None


def found(box: Box) -> dict[int, list[Change]]:
    changes: dict[int, list[Change]] = {}
    for change in FINDER.nearest(box, SPACE.range(box)[0]):
        changes.setdefault(SPACE.verdicts.index(change.verdict), []).append(change)
    return changes


def check(box: Box) -> None:
    now = SPACE.range(box)[0]
    changes = found(box)
    assert set(changes) == {0, 1, 2} - {now}
    for rank, ties in changes.items():
        assert len({len(change.cells) for change in ties}) == 1
        assert all(shown(box, dict(change.cells)) == rank for change in ties)
        assert len({tuple(sorted(change.cells)) for change in ties}) == len(ties) <= TIES
        near = nearest_by_trying(box, rank)
        distance = len(ties[0].cells)
        assert distance == near if near else distance > FURTHEST


@given(SITUATIONS)
@settings(max_examples=25, deadline=None)
def test_changes_of_any_situation_are_real_and_none_is_nearer(raw: dict[str, JsonValue]) -> None:
    check(box_of(raw))


@given(AXIS_CELLS)
@settings(max_examples=50, deadline=None)
def test_changes_near_fine_tuning_are_real_and_none_is_nearer(cells: dict[str, set[str]]) -> None:
    moved = dict(list(cells.items())[:3])
    check(box_of(NEAR) | {name: frozenset(some) for name, some in moved.items()})


def test_a_met_blocker_must_itself_change() -> None:
    changes = FINDER.nearest(box_of(NEAR | {"labelled_examples": 300, "volatility": "daily"}), 0)
    assert all({"labelled_examples", "volatility"} <= set(change.cells) for change in changes)


def test_one_more_example_is_all_that_is_missing() -> None:
    changes = FINDER.nearest(box_of(NEAR | {"labelled_examples": 999}), 0)
    assert Change({"labelled_examples": "enough"}, "fine_tuning") in changes


def test_an_experiment_beside_fine_tuning_needs_a_second_change() -> None:
    changes = found(box_of(NEAR | {"labelled_examples": 999}))[1]
    assert {len(change.cells) for change in changes} == {2}


def test_the_nearest_verdict_comes_first() -> None:
    distances = [len(c.cells) for c in FINDER.nearest(box_of({"labelled_examples": 300}), 0)]
    assert distances == sorted(distances)
