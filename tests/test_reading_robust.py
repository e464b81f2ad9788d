"""Whatever arrives, the reader answers, quickly, and quotes only what was typed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.reading.sayings import load_sayings
from knowledge.reading.scene import MOST_QUANTITIES, make_scene
from knowledge.reading.tokens import READ_AT_MOST, tokenize

RULEBOOK = load_rulebook()
READER = Reader(RULEBOOK, None)
TOPICS = st.sampled_from([None, *RULEBOOK.topics, "unheard of"])
WORDS = st.sampled_from(
    [
        "5",
        "10k",
        "1,000",
        "90%",
        "0.9",
        "not",
        "no",
        "yes",
        "every",
        "week",
        "month",
        "labelled",
        "examples",
        "a",
        "few",
        "thousand",
        "of",
        "them",
        "if",
        "we",
        "had",
        "actually",
        "forget",
        "few-shot",
        "cot",
        "json",
        "strict",
        "never",
        "$",
        "/",
        "-",
        ",",
        ".",
        "?",
        "!",
        "(",
        ")",
        "half",
        "point",
        "per",
        "under",
        "over",
        "about",
        "ms",
        "seconds",
        "1e9",
        "99999999999999999999",
        "½",
        "٣",
        "sí",
        "İ",
    ]
)


def _check(text: str, topic: str | None) -> None:
    read = READER.read(text, topic)
    json.dumps(read)
    assert all(words and words in text for words in read["evidence"].values())
    assert all(p["evidence"] in text for p in read["proposed"].values())
    assert read["evidence"].keys() == read["facts"].keys()


@given(st.text(max_size=200), TOPICS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str, topic: str | None) -> None:
    _check(text, topic)


@given(st.lists(WORDS, max_size=40).map(" ".join), TOPICS)
@settings(max_examples=500, deadline=None)
def test_any_words_are_read(text: str, topic: str | None) -> None:
    _check(text, topic)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\x00\xff\x00", "<script>alert(5)</script>", "9" * 50_000, "9," * 25_000,
        "\u202eشكرا 5000", "https://" + "a" * 49_000, "no " * 17_000, "5% " * 17_000,
    ],
)  # fmt: skip
def test_odd_and_huge_messages_are_read(text: str) -> None:
    _check(text, "data")


def test_only_the_beginning_of_a_huge_message_is_read() -> None:
    message = tokenize("word " * 20_000)
    assert message.tokens[-1].end <= READ_AT_MOST


def test_quantities_looked_at_are_bounded() -> None:
    scene = make_scene(tokenize("5 apples, " * 500), load_sayings(), "data", ())
    assert len(scene.quantities) == MOST_QUANTITIES
