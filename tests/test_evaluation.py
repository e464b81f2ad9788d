"""The scorer counts by the rules it states."""

import pytest

from knowledge.evaluation import agrees, evaluate_understanding
from knowledge.shapes import JsonValue, UnderstandingDict


def read_as(facts: dict[str, JsonValue], **other: object) -> UnderstandingDict:
    read = UnderstandingDict(
        facts=facts, evidence=dict.fromkeys(facts, "words"), proposed={}, unsure=[], retracts=[],
        questions=[], intent="answer", command=None, what_if=False, language=None,
    )  # fmt: skip
    return {**read, **other}  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("fact", "value", "label", "right"),
    [
        ("labelled_examples", 5200, 5000, True),
        ("labelled_examples", 6000, 5000, False),
        ("labelled_examples", 990, 1000, False),
        ("labelled_examples", [1500, 2500], 2000, True),
        ("labelled_examples", [1000, None], 5000, True),
        ("volume", "high", 2_400_000, True),
        ("volume", "low", 2_400_000, False),
        ("volume", 30_000, "low", True),
        ("best_accuracy", 0.805, 0.8, True),
        ("best_accuracy", 0.85, 0.8, False),
        ("best_accuracy", [0.7, 0.75], 0.75, True),
        ("best_accuracy", "unmeasured", 0.8, False),
        ("volatility", "daily", "daily", True),
        ("volatility", "daily", "weekly", False),
    ],
)
def test_values_agree(fact: str, value: JsonValue, label: JsonValue, right: bool) -> None:
    assert agrees(fact, value, label) is right


def test_a_missed_fact_costs_recall_and_an_invented_one_precision() -> None:
    rows = [{"text": "words", "facts": {"latency": "no", "jargon": "yes"}}]
    result = evaluate_understanding(rows, lambda *_: read_as({"latency": "no", "volume": "low"}))
    overall = result["overall"]
    assert (overall["precision"], overall["recall"]) == (0.5, 0.5)


def test_null_in_also_ok_lets_a_fact_be_left_out() -> None:
    rows = [{"text": "words", "facts": {"latency": "no"}, "also_ok": {"latency": [None]}}]
    assert evaluate_understanding(rows, lambda *_: read_as({}))["overall"]["labelled"] == 0


def test_the_use_case_is_never_scored() -> None:
    result = evaluate_understanding(
        [{"text": "words", "facts": {}}], lambda *_: read_as({"use_case": "words"})
    )
    assert result["overall"]["read"] == 0


def test_intent_retractions_and_evidence_are_shares() -> None:
    rows = [{"text": "words", "facts": {}, "kind": "question", "retracts": ["latency"]}]
    result = evaluate_understanding(
        rows, lambda *_: read_as({"volume": "low"}, evidence={"volume": "absent"})
    )
    shares = result["intent"], result["retractions"], result["evidence_valid"]
    assert shares == (0.0, 0.0, 0.0)
