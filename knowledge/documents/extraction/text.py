"""What a reader gives, and how bytes become text: declared or UTF-8, never guessed."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.documents.document import Block

TITLE_CHARACTERS = 200
BETWEEN_HEADINGS = " › "
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A terminal or a browser would act on these; a line or page break is kept as one.
CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
BINARY = "it holds binary data, not text; export it as text, HTML or PDF"
CONTROLS |= {ord("\f"): "\n", 0x85: "\n"}


class Unreadable(ValueError):
    """A file no document can be made of; the message completes "it was skipped: …"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file with its blocks; ``wordless`` is said when it holds no words."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    wordless: str = "it holds no words; nothing was taken from it"

    def under(self, title: str) -> tuple[Block, ...]:
        """The blocks, those under no heading put under the title; all text when there is none."""
        if not self.blocks:
            return (Block(title, 0, len(self.text)),)
        return tuple(Block(block.section or title, block.start, block.end) for block in self.blocks)


def decoded(content: bytes, declared: str | None = None) -> str:
    """``content`` as text with ``\\n`` line ends: by its byte order mark, as declared, or UTF-8.

    Raises:
        Unreadable: it is not text, or not in that encoding.
    """
    mark, encoding = next(
        (pair for pair in BYTE_ORDER_MARKS if content.startswith(pair[0])),
        (b"", declared or "utf-8"),
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as fault:
        if not mark and b"\0" in content:
            raise Unreadable(BINARY) from fault
        raise Unreadable(
            f"byte {len(mark) + fault.start + 1} of it is not {encoding.upper()}; save it as UTF-8"
        ) from fault
    if "\0" in text:
        raise Unreadable(BINARY)
    return cleaned(text)


def cleaned(text: str) -> str:
    """``text`` with ``\\n`` line ends and without control characters or half surrogate pairs."""
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)
    return unbroken.encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    """``text`` on one line, short enough for a title."""
    return " ".join(text.split())[:TITLE_CHARACTERS].rstrip()


@dataclass(frozen=True, slots=True)
class Part:
    """A block, or with a ``level`` (1 to 6) a heading, at its place in the text."""

    section: str
    start: int
    end: int
    level: int = 0


def blocks_of(parts: Iterable[Part]) -> tuple[Block, ...]:
    """The blocks, and the headings that nothing stands under: elsewhere the section tells them."""
    found: list[Part] = []
    heading: Part | None = None
    for part in parts:
        if heading and 0 < part.level <= heading.level:
            found.append(heading)
        heading = part if part.level else None
        if not part.level:
            found.append(part)
    if heading:
        found.append(heading)
    return tuple(Block(part.section, part.start, part.end) for part in found)


class Headings:
    """The path of headings a reader is under."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, str]] = []

    def enter(self, level: int, words: str) -> None:
        """A heading of ``level`` (1 to 6) ends those of its level and below."""
        self._levels = [held for held in self._levels if held[0] < level]
        if words := one_line(words):
            self._levels.append((level, words))

    @property
    def section(self) -> str:
        """The headings, highest first; empty before the first."""
        return BETWEEN_HEADINGS.join(words for _, words in self._levels)


def paragraphs(text: str, section: str = "", offset: int = 0) -> list[Block]:
    """The blocks of ``text`` between blank lines; ``offset`` is where it starts in the whole."""
    edges = [0]
    for gap in re.finditer(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text):
        edges.extend((gap.start(), gap.end()))
    edges.append(len(text))
    return [
        Block(section, offset + start, offset + end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    ]
