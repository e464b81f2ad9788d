"""A denial reads the same whether it is written out or contracted."""

import json
import re
from pathlib import Path

import pytest

from knowledge.loading import load_rulebook
from knowledge.reading import Reader

READER = Reader(load_rulebook(), None)
WRITTEN_OUT = (
    (r"\b(do|does|did|is|are|was|were|would|could|should|has|have|had)n[’']?t\b", r"\1 not"),
    (r"\bcan[’']?t\b", "can not"),
    (r"\bwon[’']?t\b", "will not"),
)
ROWS = [
    json.loads(line)
    for name in ("reading_dev.jsonl", "reading_holdout.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]


def written_out(text: str) -> str:
    for contraction, words in WRITTEN_OUT:
        text = re.sub(contraction, words, text, flags=re.IGNORECASE)
    return text


def test_written_out_denials_state_the_same_facts_as_contracted_ones() -> None:
    differ = []
    for row in ROWS:
        text, topic = row["text"], row.get("topic")
        said, also = READER.read(text, topic), READER.read(written_out(text), topic)
        if said["facts"] != also["facts"]:
            differ.append(text)
    assert not differ


@pytest.mark.parametrize(
    ("text", "topic", "facts"),
    [
        ("response time does not matter", "latency", {"latency": "no"}),
        ("it does not matter to anyone", "auditability", {"auditability": "no"}),
        ("we did not try", "prompting", {"prompting_tried": "none"}),
        ("The clerk does not wait at the screen", "latency", {}),
    ],
)
def test_a_written_out_denial_is_never_read_as_its_opposite(
    text: str, topic: str, facts: dict[str, str]
) -> None:
    assert facts.items() <= READER.read(text, topic)["facts"].items()
    assert READER.read(text, topic)["facts"].get("latency") != "critical"


def test_the_words_of_a_written_out_denial_are_evidence_as_they_stand() -> None:
    understood = READER.read("response time does not matter", "latency")
    assert understood["evidence"]["latency"] in "response time does not matter"
