"""How well the reader reads: floors on two labelled sets of our own wording.

``reading_dev.jsonl`` is the set rules are written against. ``reading_holdout.jsonl`` is only ever
scored: no rule is written for a row of it, so its figures are the honest ones.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.evaluation import evaluate_understanding
from knowledge.loading import load_rulebook
from knowledge.reading import Reader

HERE = Path(__file__).parent


def score(name: str) -> dict[str, Any]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    reader = Reader(load_rulebook(), None)
    return evaluate_understanding(map(json.loads, lines), reader.read)


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("reading_dev.jsonl", 0.98, 0.97), ("reading_holdout.jsonl", 0.91, 0.82)],
)
def test_facts_are_read_at_least_this_well(name: str, precision: float, recall: float) -> None:
    overall = score(name)["overall"]
    assert overall["precision"] >= precision
    assert overall["recall"] >= recall


@pytest.mark.parametrize("name", ["reading_dev.jsonl", "reading_holdout.jsonl"])
def test_intent_retractions_and_evidence_hold(name: str) -> None:
    result = score(name)
    assert result["evidence_valid"] == 1.0
    assert result["retractions"] == 1.0
    assert result["intent"] >= 0.93


def test_the_two_sets_share_no_message() -> None:
    texts = [
        {json.loads(line)["text"] for line in (HERE / name).read_text("utf-8").splitlines()}
        for name in ("reading_dev.jsonl", "reading_holdout.jsonl")
    ]
    assert not texts[0] & texts[1]
