"""How well the reader reads, as it is shipped: floors on two labelled sets of our own wording.

``reading_dev.jsonl`` is what rules are written against and heads are fitted on, together with
``reading_training.jsonl``. ``reading_holdout.jsonl`` was written without knowledge of the reader
and is only ever scored: its figures are the honest ones.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.embedding import Embedder
from knowledge.evaluation import evaluate_understanding
from knowledge.loading import load_rulebook
from knowledge.reading import Reader

HERE = Path(__file__).parent
HOLDOUT, DEV = "reading_holdout.jsonl", "reading_dev.jsonl"


def rows_of(name: str, *, pasted: bool) -> list[dict[str, Any]]:
    """Short answers, or longer texts labelled with what kind they are."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if ("kind" in row) is pasted]


@cache
def score(name: str, pasted: bool) -> dict[str, Any]:
    reader = Reader(load_rulebook(), Embedder().encode)
    return evaluate_understanding(rows_of(name, pasted=pasted), reader.read)


@pytest.mark.parametrize(
    ("name", "pasted", "precision", "recall"),
    [(DEV, False, 0.97, 0.93), (HOLDOUT, False, 0.87, 0.77), (HOLDOUT, True, 0.84, 0.5)],
)
def test_facts_are_read_at_least_this_well(
    name: str, pasted: bool, precision: float, recall: float
) -> None:
    overall = score(name, pasted)["overall"]
    assert overall["precision"] >= precision
    assert overall["recall"] >= recall


@pytest.mark.parametrize("name", [DEV, HOLDOUT])
def test_evidence_is_always_a_piece_of_the_message(name: str) -> None:
    assert all(score(name, pasted)["evidence_valid"] == 1.0 for pasted in (False, True))


@pytest.mark.parametrize(("name", "share"), [(DEV, 0.9), (HOLDOUT, 0.8)])
def test_what_kind_of_message_it_is_is_mostly_told(name: str, share: float) -> None:
    assert score(name, True)["intent"] >= share


def test_nothing_the_holdout_asks_was_trained_on() -> None:
    seen = {
        json.loads(line)["text"]
        for name in (DEV, "reading_training.jsonl")
        for line in (HERE / name).read_text("utf-8").splitlines()
    }
    held = {row["text"] for pasted in (False, True) for row in rows_of(HOLDOUT, pasted=pasted)}
    assert not seen & held
