"""Markdown: the source is what is stored and cited; the one owner of markdown-it."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from knowledge.documents.extraction.text import (
    Headings,
    Part,
    Reading,
    Unreadable,
    blocks_of,
    decoded,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What is parsed at once: to the next heading after so many lines, and never more than so many.
PART_LINES = 20_000
MOST_LINES = 200_000
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
LEAVES = {"paragraph_open", "fence", "code_block", "table_open", "html_block"}
# What a browser would not show either.
HIDDEN = re.compile(r"\s*<(?:!--|script\b|style\b)", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title:[^\S\n]*[\"']?(.+?)[\"']?[^\S\n]*$", re.MULTILINE)


def read(content: bytes) -> Reading:
    """Blocks are whole source lines: paragraphs, list items, tables and code, under headings.

    Raises:
        Unreadable: it is not text in UTF-8, or UTF-16 and UTF-32 with their marks, or is very
            long and has no headings.
    """
    text = decoded(content)
    front = FRONT_MATTER.match(text)
    blank = "\n" * front.group().count("\n") if front else ""
    source = blank + text[front.end() :] if front else text
    named = FRONT_TITLE.search(front.group(1) or "") if front else None
    titles: list[str] = []
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    blocks = blocks_of(
        Part(part.section, starts[part.start], min(starts[part.end], len(text)), part.level)
        for part in _lines(source, titles)
    )
    return Reading(named.group(1) if named else next(iter(titles), ""), text, blocks)


def _lines(source: str, titles: list[str]) -> Iterator[Part]:
    """Headings and blocks, from their first line to the one after; ``titles`` gets the first."""
    parser = _parser()
    headings = Headings()
    for before, part in _parts(source):
        heading: Token | None = None
        table = False
        for token in parser.parse(part):
            if heading:
                words = _words(parser, token)
                level = int(heading.tag[1:])
                headings.enter(level, words)
                if level == 1 and not titles:
                    titles.append(words)
                first, last = heading.map or (0, 0)
                yield Part(headings.section, before + first, before + last, level)
            heading = token if token.type == "heading_open" else None
            if token.type in LEAVES and token.map and not table and not _hidden(token):
                yield Part(headings.section, before + token.map[0], before + token.map[1])
            table = token.type == "table_open" or (table and token.type != "table_close")


def _parts(source: str) -> Iterator[tuple[int, str]]:
    """``source`` in parts that start with a heading, each with the number of lines before it.

    The parser keeps many times the size of what it is given.
    """
    part: list[str] = []
    before = 0
    fenced = False
    for line in source.split("\n"):
        fenced ^= bool(FENCE.match(line))
        if len(part) >= PART_LINES and not fenced and HEADING.match(line):
            yield before, "\n".join(part)
            before += len(part)
            part = []
        part.append(line)
        if len(part) > MOST_LINES:
            raise Unreadable(
                f"it has more than {MOST_LINES:,} lines without a heading; divide it by headings, "
                "or save it as plain text"
            )
    yield before, "\n".join(part)


def _hidden(token: "Token") -> bool:
    return token.type == "html_block" and bool(HIDDEN.match(token.content))


def _words(parser: "MarkdownIt", inline: "Token") -> str:
    """The words of a heading without its marks."""
    children: list[Token] = []
    parser.inline.parse(inline.content, parser, {}, children)
    return "".join(child.content for child in children if child.type in ("text", "code_inline"))


def _parser() -> "MarkdownIt":
    """CommonMark with tables; only headings are read below the level of blocks."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("inline")
