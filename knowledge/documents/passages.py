"""Cuts a document into passages: along its blocks, in sentences where a block is too long.

Every passage is an exact span of the stored text. Together they hold every word of the blocks,
in order, and no word twice.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.documents.document import Block, PassageSpan

MOST_TOKENS = 200
# Small neighbours under the same headings (list items, one-line paragraphs) are one passage.
JOINED_TOKENS = 100
# A bound on what is ever counted at once; prose has about five characters a token.
MOST_CHARACTERS = 2_400
# Four bytes, each a token, is the most a character can have.
TOKENS_A_CHARACTER = 4
ALWAYS_FIT = MOST_TOKENS // TOKENS_A_CHARACTER

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]|\n+")
WORD_END = re.compile(r"\s+")
WORD = re.compile(r"\w")

Count = Callable[[str], int]


def passages_of(text: str, blocks: Iterable[Block], count: Count) -> list[PassageSpan]:
    """Passages of at most ``MOST_TOKENS`` tokens, as ``count`` counts them, in reading order."""
    pieces = (piece for block in blocks for piece in _pieces(text, block, count))
    return list(_joined(text, pieces, count))


def _pieces(text: str, block: Block, count: Count) -> Iterator[PassageSpan]:
    """The block whole, or cut where it is too long; what has no word in it is left out."""
    start, end = _stripped(text, block.start, block.end)
    while start < end:
        fits = _fits(text, start, end, count, MOST_TOKENS)
        cut = end if fits else _cut(text, start, end, count)
        _, words_end = _stripped(text, start, cut)
        if WORD.search(text, start, words_end):
            yield PassageSpan(block.section, start, words_end)
        start, _ = _stripped(text, cut, end)


def _cut(text: str, start: int, end: int, count: Count) -> int:
    """Where the longest piece from ``start`` that fits ends: a sentence, else a word, else any."""
    window = text[start : min(end, start + MOST_CHARACTERS)]
    for ends in (SENTENCE_END, WORD_END):
        cuts = [start + found.end() for found in ends.finditer(window)]
        if best := _last_that_fits(text, start, cuts, count):
            return best
    anywhere = range(start + ALWAYS_FIT, start + len(window), ALWAYS_FIT)
    return _last_that_fits(text, start, anywhere, count) or start + min(ALWAYS_FIT, len(window))


def _last_that_fits(text: str, start: int, cuts: Sequence[int], count: Count) -> int | None:
    """By bisection: a longer piece has, but for a token or two, more tokens than a shorter."""
    too_long = bisect_right(
        cuts, False, key=lambda cut: not _fits(text, start, cut, count, MOST_TOKENS)
    )
    return cuts[too_long - 1] if too_long else None


def _joined(text: str, pieces: Iterable[PassageSpan], count: Count) -> Iterator[PassageSpan]:
    held: PassageSpan | None = None
    for piece in pieces:
        if held and _belong(text, held, piece, count):
            held = PassageSpan(held.section, held.start, piece.end)
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def _belong(text: str, held: PassageSpan, piece: PassageSpan, count: Count) -> bool:
    between = text[held.end : piece.start]
    return (
        held.section == piece.section
        and not between.strip()
        and _fits(text, held.start, piece.end, count, JOINED_TOKENS)
    )


def _fits(text: str, start: int, end: int, count: Count, tokens: int) -> bool:
    start, end = _stripped(text, start, end)
    return (end - start) * TOKENS_A_CHARACTER <= tokens or (
        end - start <= MOST_CHARACTERS and count(text[start:end]) <= tokens
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; empty at ``end`` where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
