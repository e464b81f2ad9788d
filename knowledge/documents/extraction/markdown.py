"""Markdown: the source is what is stored and cited; the one owner of markdown-it."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from knowledge.documents.document import Block
from knowledge.documents.extraction.text import Headings, Reading, decoded

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LEAVES = {"paragraph_open", "fence", "code_block", "table_open", "html_block"}
# What a browser would not show either.
HIDDEN = re.compile(r"\s*<(?:!--|script\b|style\b)", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title:[^\S\n]*[\"']?(.+?)[\"']?[^\S\n]*$", re.MULTILINE)


def read(content: bytes) -> Reading:
    """Blocks are whole source lines: paragraphs, list items, tables and code, under headings.

    Raises:
        Unreadable: it is not text in UTF-8, or UTF-16 and UTF-32 with their marks.
    """
    text = decoded(content)
    front = FRONT_MATTER.match(text)
    blank = "\n" * front.group().count("\n") if front else ""
    source = blank + text[front.end() :] if front else text
    named = FRONT_TITLE.search(front.group(1) or "") if front else None
    titles: list[str] = []
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    blocks = tuple(
        Block(section, starts[first], min(starts[last], len(text)))
        for section, first, last in _lines(source, titles)
    )
    return Reading(named.group(1) if named else next(iter(titles), ""), text, blocks)


def _lines(source: str, titles: list[str]) -> Iterator[tuple[str, int, int]]:
    """Section, first line and line after the last of each block; ``titles`` gets the top ones."""
    parser = _parser()
    headings = Headings()
    tokens = parser.parse(source)
    table = False
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            words = _words(parser, following)
            headings.enter(int(token.tag[1:]), words)
            if token.tag == "h1" and not titles:
                titles.append(words)
        if token.type in LEAVES and token.map and not table and not _hidden(token):
            yield headings.section, token.map[0], token.map[1]
        table = token.type == "table_open" or (table and token.type != "table_close")


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
