"""Heads take what they are sure of, propose what is likely, and doubt a rule now and then."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.reading.heads import CHOICES, Head, HeadsError, load_heads, save_heads
from knowledge.reading.meaning import Meaning

DIMENSIONS = 2


class Encoder:
    """Counts its calls; every text is the same vector."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls.append(len(texts))
        return np.zeros((len(texts), DIMENSIONS), np.float32)


def latency_head(**weights: tuple[float, float]) -> Head:
    """A head for latency whose words have the given weights for "critical" and "no"."""
    return Head(
        ("critical", "no", "unsaid"),
        {f"w={word}": row for row, word in enumerate(weights)},
        np.array([[critical, no, 0] for critical, no in weights.values()], np.float32),
        np.array([-5, -5, 0], np.float32),
        np.zeros((0, 3), np.float32),
    )


def reader(heads: Mapping[str, Head], encode: Encoder | None = None) -> Reader:
    made = Reader(load_rulebook(), encode or Encoder())
    made._meaning = Meaning(encode or Encoder(), heads)
    return made


@pytest.mark.parametrize(
    ("weight", "taken", "proposed"), [(9.0, True, False), (6.0, False, True), (3.0, False, False)]
)
def test_the_surer_the_head_the_more_becomes_of_it(
    weight: float, taken: bool, proposed: bool
) -> None:
    text = "gulls wheel overhead"
    read = reader({"latency": latency_head(gull=(weight, 0.0))}).read(text, "latency")
    assert (read["facts"].get("latency") == "critical") is taken
    assert ("latency" in read["proposed"]) is proposed


def test_what_a_head_finds_unlikely_is_only_proposed() -> None:
    doubting = {"latency": latency_head(overnight=(0.0, -9.0))}
    read = reader(doubting).read("it runs overnight beneath the wheeling gulls", "latency")
    assert read["facts"] == {}
    assert read["proposed"]["latency"]["value"] == "no"


def test_a_brief_answer_is_left_to_the_phrases() -> None:
    doubting = {"latency": latency_head(overnight=(0.0, -9.0))}
    assert reader(doubting).read("it runs overnight", "latency")["facts"] == {"latency": "no"}


def test_the_evidence_is_the_sentence_that_says_it() -> None:
    text = "Hello all. The gulls wheel overhead. Thanks."
    read = reader({"latency": latency_head(gull=(9.0, 0.0))}).read(text)
    assert read["evidence"]["latency"] == "The gulls wheel overhead"


def test_a_message_is_encoded_in_one_call() -> None:
    encode = Encoder()
    reader({"latency": latency_head(gull=(9.0, 0.0))}, encode).read("One. Two. Three gulls.")
    assert encode.calls == [3]


def test_a_hypothesis_and_a_command_are_left_to_the_rules() -> None:
    heads = {"latency": latency_head(gull=(9.0, 0.0))}
    assert reader(heads).read("what if gulls wheel overhead?")["facts"] == {}
    assert reader(heads).read("undo")["command"] == "undo"


def test_heads_are_kept_as_they_were_fitted(tmp_path: Path) -> None:
    file = tmp_path / "heads.npz"
    head = latency_head(gull=(9.0, 0.0), tern=(0.5, 2.0))
    save_heads({"latency": head}, file)
    kept = load_heads(file)["latency"]
    assert kept.probabilities({"w=tern"}) == pytest.approx(head.probabilities({"w=tern"}), abs=1e-3)


def test_a_damaged_file_of_weights_is_named_with_its_remedy(tmp_path: Path) -> None:
    file = tmp_path / "heads.npz"
    file.write_bytes(b"not weights")
    with pytest.raises(HeadsError, match=r"heads\.npz .*knowledge\.training"):
        load_heads(file)


def test_the_shipped_heads_know_the_choices_of_their_facts() -> None:
    facts = load_rulebook().facts
    for fact, head in load_heads(CHOICES).items():
        allowed = {*facts[fact].choices, "unmeasured", "unsaid"}
        assert set(head.classes) <= allowed, fact
