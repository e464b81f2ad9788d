"""HTML that is safe by construction: only ``text`` and friends turn a string into ``Html``.

The chat page renders Markdown around what we give it, so escaping for HTML alone is not enough:
every ASCII punctuation mark becomes an entity, which neither Markdown nor HTML reads as syntax.
"""

import re
import string
from collections.abc import Iterable, Mapping
from typing import NewType
from urllib.parse import quote

from assistant import CitationDict

Html = NewType("Html", str)

_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<number>\d{1,3})\]")
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-•])|\d{1,3}\.)\s+(?P<text>.+)")


def text(words: str) -> Html:
    """``words`` as literal text on one line; control characters become U+FFFD."""
    return Html(" ".join(_UNSEEN.sub("�", words).split()).translate(_ENTITIES))


def lines(words: str) -> Html:
    """As :func:`text`, keeping line breaks."""
    return Html("<br>".join(text(line) for line in words.strip().splitlines()))


def join(parts: Iterable[Html]) -> Html:
    """The parts one after the other."""
    return Html("".join(parts))


def el(tag: str, *content: Html, **attributes: str) -> Html:
    """One element; attribute names lose a trailing underscore (``class_``, ``for_``)."""
    marks = "".join(f' {name.rstrip("_")}="{text(value)}"' for name, value in attributes.items())
    return Html(f"<{tag}{marks}>{''.join(content)}</{tag}>")


def void(tag: str, **attributes: str) -> Html:
    """An element without content."""
    return Html(el(tag, **attributes).removesuffix(f"</{tag}>"))


def words_of(person: str) -> Html:
    """Someone's own words as a quotation, isolated so its direction cannot leak out."""
    return el("q", text(person), dir="auto")


def place_of(citation: CitationDict) -> str:
    """Where a quote stands: its section, after the title where a document was added."""
    title, section = citation.get("title", ""), citation["section"]
    return section if section.startswith(title) else ", ".join(filter(None, [title, section]))


def chip(citation: CitationDict) -> Html:
    """A numbered link the page's script turns into the open source at the cited span."""
    place = f"{quote(citation['document'], safe='')}/{quote(citation['passage'], safe='')}"
    return el(
        "a",
        el("span", text("Source "), class_="unseen"),
        text(str(citation["n"])),
        class_="cite",
        href=f"#src-{place}~{citation['start']}-{citation['end']}",
        title=f"{place_of(citation)}: {citation['quote']}",
    )


def chips(citations: Iterable[CitationDict]) -> Html:
    """Several chips in a row."""
    return Html("".join(f" {chip(citation)}" for citation in citations))


def prose(message: str, citations: Iterable[CitationDict] = ()) -> Html:
    """An assistant's text: paragraphs, lists, bold and ``[n]`` chips; all else is literal.

    Image syntax is reduced to its alternative text. Citations no ``[n]`` names come last.
    """
    numbered = {citation["n"]: citation for citation in citations}
    plain = _IMAGE.sub(r"\1", message)
    left = _unnamed(plain, numbered)
    body = join(_block(block, numbered) for block in re.split(r"\n\s*\n", plain) if block.strip())
    if left:
        body = join([body, el("p", text("Sources:"), chips(left), class_="sources")])
    return el("div", body, class_="said", dir="auto")


def cited(statement: str, citations: Iterable[CitationDict]) -> Html:
    """One statement on a line, its ``[n]`` as chips; chips it does not name come last."""
    numbered = {citation["n"]: citation for citation in citations}
    return join([_inline(statement, numbered), chips(_unnamed(statement, numbered))])


def _unnamed(words: str, numbered: Mapping[int, CitationDict]) -> list[CitationDict]:
    named = {int(number) for number in re.findall(r"\[(\d{1,3})\]", words)}
    return [citation for n, citation in numbered.items() if n not in named]


def _block(block: str, numbered: Mapping[int, CitationDict]) -> Html:
    parts: list[Html] = []
    items: list[Html] = []
    spoken: list[Html] = []
    kind = "ul"

    def flush() -> None:
        if spoken:
            parts.append(el("p", Html("<br>".join(spoken))))
        if items:
            parts.append(el(kind, *items))
        spoken.clear()
        items.clear()

    for line in block.strip().splitlines():
        found = _ITEM.fullmatch(line)
        if bool(found) != bool(items):
            flush()
        if found:
            kind = "ul" if found["bullet"] else "ol"
            items.append(el("li", _inline(found["text"], numbered)))
        else:
            spoken.append(_inline(line, numbered))
    flush()
    return join(parts)


def _inline(line: str, numbered: Mapping[int, CitationDict]) -> Html:
    parts: list[str] = []
    position = 0
    for found in _INLINE.finditer(line):
        parts.append(_kept(line[position : found.start()]))
        parts.append(_marked(found, numbered))
        position = found.end()
    return Html("".join([*parts, _kept(line[position:])]).strip())


def _marked(found: re.Match[str], numbered: Mapping[int, CitationDict]) -> Html:
    if found["strong"] is not None:
        return el("strong", _kept(found["strong"]))
    citation = numbered.get(int(found["number"]))
    return text(found[0]) if citation is None else chip(citation)


def _kept(piece: str) -> Html:
    """Literal text whose outer spaces stay, because a neighbour follows."""
    before = " " if piece[:1].isspace() else ""
    after = " " if piece.strip() and piece[-1:].isspace() else ""
    return Html(f"{before}{text(piece)}{after}")
