"""The engine's decisions: verdict, firmness, route, open facts and the monotone laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import SITUATIONS, TUNED

from knowledge.engine import Engine
from knowledge.facts import parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue

RULEBOOK = load_rulebook()
ENGINE = Engine(RULEBOOK)
ORDER = ["prompt_engineering", "experiment_first", "fine_tuning"]
BETTER = {
    "labelled_examples": ["none", "some", "enough"],
    "volatility": ["fast", "quarterly", "stable"],
    "auditability": ["required", "nice", "no"],
}
"""Per fact its cells, each better for fine-tuning than the one before."""
CLOSE: dict[str, JsonValue] = {"best_accuracy": 0.88, "latency": "critical", "prompt_tokens": 3000}


def standing(**raw: JsonValue) -> tuple[str, bool, str | None]:
    found = ENGINE.decide(parse_facts(RULEBOOK, raw))
    return found.verdict, found.firm, found.route


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("fine_tuning", True, "accuracy")),
        (CLOSE, ("fine_tuning", True, "efficiency")),
        ({"best_accuracy": 0.75}, ("fine_tuning", True, "accuracy")),
        ({"best_accuracy": 0.8}, ("experiment_first", True, None)),
        ({"best_accuracy": 0.85}, ("prompt_engineering", False, None)),
        ({"best_accuracy": 0.85, "prompt_tokens": "short"}, ("prompt_engineering", True, None)),
        ({"data_quality": "mixed"}, ("experiment_first", True, None)),
        ({"prompting_tried": "some"}, ("experiment_first", True, None)),
        ({"labelled_examples": 999}, ("prompt_engineering", True, None)),
        ({"labelled_examples": [900, 1100]}, ("prompt_engineering", False, None)),
        ({"data_quality": "low"}, ("prompt_engineering", True, None)),
        ({"volatility": "monthly"}, ("prompt_engineering", True, None)),
        ({"volatility": "quarterly"}, ("fine_tuning", True, "accuracy")),
        ({"auditability": "required"}, ("prompt_engineering", True, None)),
        ({"auditability": "nice"}, ("fine_tuning", True, "accuracy")),
        ({"task_shape": "varied"}, ("prompt_engineering", True, None)),
        ({"best_accuracy": "unmeasured", "jargon": "yes"}, ("experiment_first", True, None)),
        ({"best_accuracy": 0.9, "jargon": "yes", "volume": 5, "prompt_tokens": 5},
         ("prompt_engineering", True, None)),
        ({**CLOSE, "best_accuracy": [0.7, 0.75]}, ("fine_tuning", True, "accuracy")),
    ],
)  # fmt: skip
def test_verdict_firmness_and_route(
    change: dict[str, JsonValue], expected: tuple[str, bool, str | None]
) -> None:
    assert standing(**{**TUNED, **change}) == expected


def test_nothing_known_starts_with_prompting_provisionally() -> None:
    assert standing() == ("prompt_engineering", False, None)


def test_a_gap_open_between_two_routes_is_named_by_the_first_still_possible() -> None:
    near = {**TUNED, **CLOSE, "best_accuracy": 0.7}
    box = ENGINE.box(parse_facts(RULEBOOK, near))
    box["accuracy_gap"] = frozenset({"small", "large"})
    assert ENGINE._routes.taken("fine_tuning", box) == "accuracy"


def test_the_open_facts_are_those_behind_the_axes_that_flip() -> None:
    unknown: dict[str, JsonValue] = {"target_accuracy": None, "labelled_examples": None}
    facts = parse_facts(RULEBOOK, {**TUNED, **unknown, "prompt_tokens": "short"})
    assert ENGINE.decide(facts).open_facts == ("labelled_examples", "target_accuracy")


def test_a_firm_verdict_has_no_open_facts() -> None:
    assert ENGINE.decide(parse_facts(RULEBOOK, TUNED)).open_facts == ()


@given(SITUATIONS)
@settings(deadline=None)
def test_a_verdict_is_firm_exactly_when_no_fact_could_flip_it(raw: dict[str, JsonValue]) -> None:
    found = ENGINE.decide(parse_facts(RULEBOOK, raw))
    assert found.firm == (not found.open_facts)


@given(SITUATIONS)
@settings(deadline=None)
def test_only_fine_tuning_has_a_route(raw: dict[str, JsonValue]) -> None:
    found = ENGINE.decide(parse_facts(RULEBOOK, raw))
    assert (found.route is not None) == (found.verdict == "fine_tuning")


@given(SITUATIONS, st.sampled_from(sorted(BETTER)), st.data())
@settings(deadline=None)
def test_more_examples_a_calmer_domain_or_a_lighter_duty_never_lead_away_from_fine_tuning(
    raw: dict[str, JsonValue], axis: str, data: st.DataObject
) -> None:
    box = ENGINE.box(parse_facts(RULEBOOK, raw))
    cells = BETTER[axis]
    lifted = {
        data.draw(st.sampled_from(cells[cells.index(cell) :]), label=cell) for cell in box[axis]
    }
    before, after = ENGINE.space.range(box), ENGINE.space.range({**box, axis: frozenset(lifted)})
    assert before[0] <= after[0]


@given(SITUATIONS, st.integers(0, 3000), st.integers(0, 3000))
@settings(deadline=None)
def test_a_greater_count_never_leads_away_from_fine_tuning(
    raw: dict[str, JsonValue], first: int, second: int
) -> None:
    verdicts = [
        ENGINE.decide(parse_facts(RULEBOOK, {**raw, "labelled_examples": count})).verdict
        for count in sorted((first, second))
    ]
    assert ORDER.index(verdicts[0]) <= ORDER.index(verdicts[1])


@given(SITUATIONS)
@settings(deadline=None)
def test_fine_tuning_is_never_recommended_without_a_measured_baseline(
    raw: dict[str, JsonValue],
) -> None:
    found = ENGINE.decide(parse_facts(RULEBOOK, raw))
    if found.verdict == "fine_tuning":
        assert found.box["prompting_tried"] == {"exhausted"}
        assert "unmeasured" not in found.box["accuracy_gap"]
