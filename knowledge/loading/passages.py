"""The article cut into passages, each found exactly once and nothing left over."""

from pathlib import Path

from knowledge.article import Article, Passage
from knowledge.strict import RulebookError, Table, read_text

KINDS = ("prose", "item", "row", "cost", "timeline", "faq")
RULING = " |-"


def load_article(folder: Path) -> Article:
    """The article of ``folder`` with the passages listed beside it.

    Raises:
        RulebookError: a passage is absent, ambiguous, out of order or overlapping, its section
            is no heading before it, or a line of the article is in no passage.
    """
    text = read_text(folder / "article.md")
    listing = Table.read(folder / "passages.toml")
    listing.expect(("document", "title", "headings", "passage"))
    document = listing.text("document")
    headings = listing.texts("headings")
    passages = _passages(listing, document, text, headings)
    _refuse_uncovered(text, passages, headings)
    return Article(document, listing.text("title"), text, {p.id: p for p in passages})


def _passages(
    listing: Table, document: str, text: str, headings: tuple[str, ...]
) -> tuple[Passage, ...]:
    starts = _heading_starts(listing, text, headings)
    passages: list[Passage] = []
    end = 0
    for table in listing.tables("passage"):
        passage = _passage(table, document, text, starts)
        if passage.start < end:
            raise table.fault(
                "text",
                "begins before the passage above it ends",
                "keep reading order and let no two passages overlap",
            )
        end = passage.end
        passages.append(passage)
    return tuple(passages)


def _heading_starts(listing: Table, text: str, headings: tuple[str, ...]) -> dict[str, int]:
    """Where each heading first stands as a whole line."""
    starts: dict[str, int] = {}
    position = 0
    for line in text.split("\n"):
        starts.setdefault(line, position)
        position += len(line) + 1
    for heading in headings:
        if heading not in starts:
            raise listing.fault(
                "headings", f"{heading!r} is no line of the article", "copy the heading exactly"
            )
    return {heading: starts[heading] for heading in headings}


def _passage(table: Table, document: str, text: str, starts: dict[str, int]) -> Passage:
    table.expect(("id", "section", "kind", "text"))
    words = table.text("text")
    count = text.count(words)
    if count != 1:
        problem = "absent from the article" if not count else f"stands {count} times"
        raise table.fault("text", problem, "copy words that stand in article.md exactly once")
    start = text.index(words)
    section = table.text("section")
    if starts.get(section, start) >= start:
        raise table.fault(
            "section", f"{section!r} is no heading before the passage", "name its heading"
        )
    kind = table.word("kind", KINDS)
    return Passage(table.text("id"), document, section, kind, start, start + len(words), words)


def _refuse_uncovered(text: str, passages: tuple[Passage, ...], headings: tuple[str, ...]) -> None:
    """Every line is a heading, table ruling, or covered but for its list mark and pipes."""
    rest = list(text)
    for passage in passages:
        rest[passage.start : passage.end] = " " * (passage.end - passage.start)
    remaining = "".join(rest).split("\n")
    for number, (line, left) in enumerate(zip(text.split("\n"), remaining, strict=True), 1):
        if left.strip(RULING) and line not in headings:
            raise RulebookError(
                "article.md",
                f"line {number}",
                f"{left.strip()!r} is in no passage",
                "add a passage for it to passages.toml, or name it in headings",
            )
