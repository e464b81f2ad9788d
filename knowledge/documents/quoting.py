"""The words of a passage to be quoted: all of a short one, else the sentences that answer."""

import re
from dataclasses import dataclass

import numpy as np

from knowledge.documents.document import StoredPassage
from knowledge.documents.terms import TermOverlap
from knowledge.embedding import Encode, Vectors
from knowledge.shapes import CitationDict

READABLE = 320
# With less of the question's words than this in its best sentence, meaning decides.
TELLING = 0.3
SENTENCE = re.compile(r"\S(?:.*?[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)|.*?(?=\n|$))", re.DOTALL)
PARAGRAPH = "\n\n"
MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of a passage: ``words == document_text[start:end]``."""

    passage: StoredPassage
    words: str
    start: int
    end: int

    @property
    def source(self) -> str:
        """The document and the headings the words stand under, as part of a sentence."""
        title, headings = self.passage.title, self.passage.section
        inside = not headings or headings.startswith(title)
        return _plain(headings or title if inside else f"{title}, {headings}")

    def numbered(self, n: int) -> CitationDict:
        """The JSON shape."""
        return {
            "n": n,
            "passage": self.passage.id,
            "document": self.passage.document,
            "title": self.passage.title,
            "section": self.passage.section,
            "quote": self.words,
            "start": self.start,
            "end": self.end,
        }

    def said(self, n: int) -> str:
        """On one line with its mark ``[n]``."""
        return f"{self.source}: “{_plain(self.words)}” [{n}]"


def _plain(words: str) -> str:
    """On one line; marks and emphasis of the document's own are not taken for ours."""
    return MARK.sub(r"(\1)", " ".join(words.split())).replace("**", "")


class Sentences:
    """The sentences of one passage, and which of them answer."""

    def __init__(self, passage: StoredPassage, vector: Vectors, encode: Encode) -> None:
        """``vector`` is the question's; the sentences' are made when first needed."""
        self.passage = passage
        self._spans = [found.span() for found in SENTENCE.finditer(passage.text)]
        self._vector = vector
        self._encode = encode
        self._cosines: Vectors | None = None

    def nearest(self) -> float:
        """The cosine of the question and the sentence nearest to it."""
        return float(self._near().max())

    def quote(self, overlap: TermOverlap) -> Quote:
        """The words that answer, at most ``READABLE`` characters.

        ``overlap`` weighs the question's words. Sentences stay whole unless one alone is too long.
        """
        text = self.passage.text
        start, end = 0, len(text)
        if end > READABLE:
            start, end = self._window(self._best(overlap))
        return Quote(
            self.passage, text[start:end], self.passage.start + start, self.passage.start + end
        )

    def _best(self, overlap: TermOverlap) -> int:
        """The sentence with most of the question's words, or else the nearest in meaning."""
        shared = [overlap.of(self.passage.text[start:end]) for start, end in self._spans]
        best = max(range(len(shared)), key=shared.__getitem__)
        told = self._cosines is None and shared[best] >= TELLING
        return best if told else int(np.argmax(self._near()))

    def _window(self, best: int) -> tuple[int, int]:
        """The sentence ``best`` and its neighbours that fit, those that follow it first."""
        spans, first, last = self._spans, best, best
        while last + 1 < len(spans) and self._belongs(spans[first][0], spans[last + 1][1]):
            last += 1
        while first and self._belongs(spans[first - 1][0], spans[last][1]):
            first -= 1
        start, end = spans[first][0], spans[last][1]
        return start, min(end, _cut(self.passage.text, start))

    def _belongs(self, start: int, end: int) -> bool:
        return end - start <= READABLE and PARAGRAPH not in self.passage.text[start:end]

    def _near(self) -> Vectors:
        if self._cosines is None:
            texts = [self.passage.text[start:end] for start, end in self._spans]
            self._cosines = self._encode(texts) @ self._vector
        return self._cosines


def _cut(text: str, start: int) -> int:
    """The end of the last whole word within ``READABLE`` characters of ``start``."""
    end = start + READABLE
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start, end + 1)
    return space if space > start else end
