"""The accuracy gap: derived from what is known, never assumed."""

import pytest

from knowledge.facts import parse_facts
from knowledge.gap import gap_cells, gap_openers
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue

RULEBOOK = load_rulebook()
ALL = {"unmeasured", "met", "small", "middle", "large"}
MEASURED = ALL - {"unmeasured"}
UNSURE: JsonValue = {"state": "unsure"}


def cells(**raw: JsonValue) -> set[str]:
    return set(gap_cells(RULEBOOK.facts["accuracy_gap"], parse_facts(RULEBOOK, raw)))


@pytest.mark.parametrize(
    ("best", "target", "expected"),
    [
        (0.85, 0.90, {"small"}),
        (0.75, 0.90, {"large"}),
        (0.70, 0.90, {"large"}),
        (0.90, 0.90, {"met"}),
        (0.95, 0.90, {"met"}),
        (0.899999, 0.9, {"small"}),
        (0.849, 0.90, {"middle"}),
        (0.80, 0.90, {"middle"}),
        (0.7501, 0.90, {"middle"}),
        (0.57, 0.62, {"small"}),
        (0.29, 0.44, {"large"}),
        (0, 1, {"large"}),
        (1, 1, {"met"}),
        ([0.70, 0.75], 0.90, {"large"}),
        ([0.75, 0.76], 0.90, {"middle", "large"}),
        ([0.84, 0.86], 0.90, {"small", "middle"}),
        ([0.80, 0.95], 0.90, {"met", "small", "middle"}),
        (0.85, [0.85, 0.95], {"met", "small", "middle"}),
        (0.85, [0.90, 0.90], {"small"}),
        ([0.85, None], 0.90, {"met", "small"}),
        (0.85, [0.99, None], {"middle", "large"}),
        (0.80, [0.95, None], {"large"}),
        ([0.2, 0.9], [0.2, 0.9], {"met", "small", "middle", "large"}),
    ],
)
def test_two_accuracies_give_every_cell_they_touch(
    best: JsonValue, target: JsonValue, expected: set[str]
) -> None:
    assert cells(best_accuracy=best, target_accuracy=target) == expected


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        (0.5, MEASURED),
        (0.85, MEASURED),
        (0.850001, MEASURED - {"large"}),
        (0.9, MEASURED - {"large"}),
        (0.95, {"met", "small"}),
        (1, {"met"}),
        (0, MEASURED - {"met"}),
        ([0, 0.01], MEASURED),
    ],
)
def test_without_a_target_every_gap_up_to_one_hundred_percent_is_possible(
    best: JsonValue, expected: set[str]
) -> None:
    assert cells(best_accuracy=best) == expected


@pytest.mark.parametrize("tried", ["none", "some", "exhausted", UNSURE])
@pytest.mark.parametrize("best", [None, UNSURE])
def test_prompting_spoken_of_without_an_accuracy_is_unmeasured(
    tried: JsonValue, best: JsonValue
) -> None:
    assert cells(prompting_tried=tried, best_accuracy=best, target_accuracy=0.9) == {"unmeasured"}


@pytest.mark.parametrize("tried", ["none", "some", "exhausted", UNSURE, None])
def test_an_accuracy_counts_however_far_prompting_went(tried: JsonValue) -> None:
    assert cells(prompting_tried=tried, best_accuracy=0.7, target_accuracy=0.9) == {"large"}


@pytest.mark.parametrize("target", [None, UNSURE, 0.9])
def test_unmeasured_is_unmeasured_whatever_the_target(target: JsonValue) -> None:
    assert cells(best_accuracy="unmeasured", target_accuracy=target) == {"unmeasured"}


@pytest.mark.parametrize("best", [None, UNSURE])
@pytest.mark.parametrize("target", [None, UNSURE, 0.9])
def test_while_nothing_is_said_of_prompting_every_gap_is_possible(
    best: JsonValue, target: JsonValue
) -> None:
    assert cells(best_accuracy=best, target_accuracy=target) == ALL


def test_a_low_target_alone_already_excludes_a_large_gap() -> None:
    assert cells(target_accuracy=0.1) == ALL - {"large"}


@pytest.mark.parametrize("gap", sorted(ALL))
def test_a_gap_from_an_experiment_overrides_the_accuracies(gap: str) -> None:
    assert cells(accuracy_gap=gap, best_accuracy=0.7, target_accuracy=0.9) == {gap}


def test_an_undecided_experiment_leaves_every_measured_gap_possible() -> None:
    assert cells(accuracy_gap="undecided", prompting_tried="some") == MEASURED


def test_an_unsure_gap_is_derived_from_the_accuracies() -> None:
    assert cells(accuracy_gap=UNSURE, best_accuracy=0.7, target_accuracy=0.9) == {"large"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, ("best_accuracy", "target_accuracy")),
        ({"best_accuracy": 0.8}, ("target_accuracy",)),
        ({"best_accuracy": UNSURE, "target_accuracy": 0.9}, ("best_accuracy",)),
        ({"best_accuracy": [0.8, 0.9], "target_accuracy": 0.9}, ("best_accuracy",)),
        ({"accuracy_gap": "undecided", "best_accuracy": 0.8}, ("accuracy_gap",)),
    ],
)
def test_what_would_close_the_gap_is_whatever_is_not_pinned(
    raw: dict[str, JsonValue], expected: tuple[str, ...]
) -> None:
    assert gap_openers(parse_facts(RULEBOOK, raw)) == expected
