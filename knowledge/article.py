"""The article as passages with stable ids, and citations that are refused unless exact."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.shapes import CitationDict


class CitationError(ValueError):
    """A quote that is absent from its passage, or stands in it more than once."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One statement of a document: ``text == document_text[start:end]`` in code points.

    ``kind`` is one of ``prose``, ``item``, ``row``, ``cost``, ``timeline``, ``faq``.
    """

    id: str
    document: str
    section: str
    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage and exact words in it, with their span in the whole document."""

    passage: str
    document: str
    section: str
    quote: str
    start: int
    end: int

    def numbered(self, n: int) -> CitationDict:
        """The JSON shape, with the number a text refers to as ``[n]``."""
        return {
            "n": n,
            "passage": self.passage,
            "document": self.document,
            "section": self.section,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


def cite(passage: Passage, quote: str | None = None) -> Citation:
    """A citation of ``quote`` in ``passage`` (the whole passage when None).

    Raises:
        CitationError: the quote is empty, absent or stands more than once.
    """
    words = passage.text if quote is None else quote
    count = passage.text.count(words) if words else 0
    if count != 1:
        found = "is empty" if not words else "is absent" if not count else f"stands {count} times"
        raise CitationError(
            f"quote {words!r} {found} in passage {passage.id!r}; "
            "give words that stand in it exactly once"
        )
    start = passage.start + passage.text.index(words)
    return Citation(passage.id, passage.document, passage.section, words, start, start + len(words))


@dataclass(frozen=True, slots=True)
class Article:
    """The whole text, its passages in reading order, and its SHA-256."""

    id: str
    title: str
    text: str
    passages: Mapping[str, Passage]
    sha256: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())

    def cite(self, passage: str, quote: str | None = None) -> Citation:
        """As :func:`cite`, by passage id.

        Raises:
            CitationError: unknown passage, or as :func:`cite`.
        """
        if passage not in self.passages:
            raise CitationError(
                f"no passage {passage!r} in {self.id!r}; use an id of passages.toml"
            )
        return cite(self.passages[passage], quote)
