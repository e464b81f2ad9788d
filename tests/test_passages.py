"""Passages: exact spans, within the bound, every word once."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.document import Block, PassageSpan
from knowledge.documents.passages import JOINED_TOKENS, MOST_TOKENS, passages_of
from knowledge.tokens import count_tokens

SENTENCE = "Refunds take fourteen days from the day on which the goods came back to us. "


def cut(text: str, *blocks: Block) -> list[PassageSpan]:
    return passages_of(text, blocks or (Block("s", 0, len(text)),), count_tokens)


def words(text: str) -> str:
    return re.sub(r"\W+", "", text)


@settings(deadline=None)  # the first example loads the ranks
@given(st.text(max_size=3_000))
def test_passages_hold_every_word_in_order_and_none_twice(text: str) -> None:
    spans = cut(text)

    assert words("".join(text[span.start : span.end] for span in spans)) == words(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(deadline=None)  # and a long text takes a while
@given(st.text(max_size=3_000), st.integers(1, 40))
def test_no_passage_is_longer_than_the_bound(text: str, times: int) -> None:
    repeated = text * times

    assert all(
        0 < count_tokens(repeated[span.start : span.end]) <= MOST_TOKENS for span in cut(repeated)
    )


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "word " * 40_000,
        "漢字" * 20_000,
        "\U0001f9d1x" * 20_000,
        "x" + "\n" * 200_000,
    ],
    ids=["one word", "no sentence", "Chinese", "emoji", "white space"],
)
def test_a_text_without_any_structure_is_cut_too(text: str) -> None:
    spans = cut(text)

    assert words("".join(text[span.start : span.end] for span in spans)) == words(text)
    assert all(count_tokens(text[span.start : span.end]) <= MOST_TOKENS for span in spans)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = SENTENCE * 30

    assert all(text[span.end - 1] == "." and text[span.start] == "R" for span in cut(text))
    assert len(cut(text)) > 1


def test_small_neighbours_under_the_same_headings_are_one_passage() -> None:
    text = "- one\n- two\n- three"
    blocks = [Block("List", 0, 6), Block("List", 6, 12), Block("Other", 12, 19)]

    assert cut(text, *blocks) == [PassageSpan("List", 0, 11), PassageSpan("Other", 12, 19)]


def test_neighbours_that_are_together_too_long_stay_apart() -> None:
    paragraph = SENTENCE * 4
    text = f"{paragraph}\n\n{paragraph}"
    blocks = [Block("s", 0, len(paragraph)), Block("s", len(paragraph) + 2, len(text))]

    assert JOINED_TOKENS / 2 < count_tokens(paragraph) <= JOINED_TOKENS
    assert len(cut(text, *blocks)) == 2


def test_blocks_with_something_else_between_them_stay_apart() -> None:
    text = "one\n<!-- hidden -->\ntwo"

    assert len(cut(text, Block("s", 0, 4), Block("s", 20, 23))) == 2
