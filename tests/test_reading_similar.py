"""Meaning by embedding proposes and never decides."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.reading.sayings import load_sayings

EXEMPLARS = load_sayings().exemplars["latency"]


class LikeTheFirst:
    """An encoder to which every message means the exemplars of one value."""

    def __init__(self, value: str) -> None:
        self._meant = set(EXEMPLARS[value])
        self._others = {t for texts in EXEMPLARS.values() for t in texts} - self._meant
        self.calls: list[int] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls.append(len(texts))
        return np.array([[0, 1] if t in self._others else [1, 0] for t in texts], np.float32)


@pytest.fixture
def encode() -> LikeTheFirst:
    return LikeTheFirst("critical")


@pytest.fixture
def reader(encode: LikeTheFirst) -> Reader:
    return Reader(load_rulebook(), encode)


def test_a_likeness_is_proposed_and_not_taken(reader: Reader) -> None:
    read = reader.read("shoppers are queueing meanwhile", "latency")
    assert read["facts"] == {}
    assert read["proposed"] == {
        "latency": {"value": "critical", "evidence": "shoppers are queueing meanwhile"}
    }


@pytest.mark.parametrize(
    "text",
    [
        "shoppers are not queueing meanwhile",
        "are shoppers queueing meanwhile?",
        "no idea about the shoppers queueing",
        "depends on the shoppers",
        "queueing",
    ],
)
def test_nothing_is_proposed_where_likeness_would_mislead(reader: Reader, text: str) -> None:
    assert reader.read(text, "latency")["proposed"] == {}


def test_what_words_say_needs_no_likeness(reader: Reader, encode: LikeTheFirst) -> None:
    assert reader.read("it runs overnight", "latency")["facts"] == {"latency": "no"}
    assert encode.calls == []


def test_a_message_costs_one_batched_call(reader: Reader, encode: LikeTheFirst) -> None:
    for _ in range(2):
        reader.read("shoppers are queueing meanwhile", "latency")
    exemplars = sum(map(len, EXEMPLARS.values()))
    assert encode.calls == [1 + exemplars, 1]
