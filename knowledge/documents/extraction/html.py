"""HTML: the words a reader of the page sees, a line a block; the one owner of selectolax."""

import codecs
import re
from typing import TYPE_CHECKING

from knowledge.documents.extraction.text import (
    Headings,
    Part,
    Reading,
    Unreadable,
    blocks_of,
    cleaned,
    decoded,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# fmt: off
BLOCKS = HEADINGS.keys() | {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li",
    "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
}
UNSEEN = {
    "button", "canvas", "embed", "head", "iframe", "input", "math", "nav", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea",
}
# fmt: on
TEXT = "-text"
CELLS = {"td", "th"}
BETWEEN_CELLS = " | "
# The parser's time grows with the square of the depth; browsers stop at 512.
MOST_DEPTH = 5_000
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# fmt: off
UNCLOSED = {
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
    "li", "link", "meta", "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr",
    "track", "wbr",
}
# fmt: on
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
# Where browsers look for the declaration.
LOOKED_AT = 1_024
KNOWN = re.compile(
    r"(?:utf|iso8859|cp|windows|koi8|gb|big5|shift_jis|euc|ascii|latin|mac)[\w-]*", re.IGNORECASE
)
# Browsers read these two as the superset, and so do the pages that declare them.
SUPERSET = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def read(content: bytes) -> Reading:
    """Scripts, styles, navigation and hidden parts are left out; cells of a row stay in a line.

    Raises:
        Unreadable: it is not text in the encoding it declares, or else in UTF-8, or nests
            thousands of elements.
    """
    from selectolax.lexbor import LexborHTMLParser

    source = decoded(content, _declared(content[:LOOKED_AT]))
    _refuse_deep(source)
    page = LexborHTMLParser(source)
    named = page.css_first("title")
    title = cleaned(named.text()) if named else ""
    if page.body is None:
        return Reading(title, "", ())
    walk = _Walk()
    walk.through(page.body)
    return Reading(title, "\n\n".join(walk.texts), blocks_of(walk.parts))


class _Walk:
    """Gathers the words of each block in page order, without recursion: pages nest deeply."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.parts: list[Part] = []
        self._length = 0
        self._words: list[str] = []
        self._headings = Headings()
        self._in_heading = 0
        self._verbatim = 0

    def through(self, body: "LexborNode") -> None:
        """All of ``body``, along the page's own links between its nodes."""
        node = body
        depth = 0
        while True:
            if child := self._entered(node):
                node, depth = child, depth + 1
                continue
            while depth and node.next is None and (parent := node.parent):
                self._leave(parent.tag or "")
                node, depth = parent, depth - 1
            if not depth or not (following := node.next):
                return
            node = following

    def _entered(self, node: "LexborNode") -> "LexborNode | None":
        """Takes in a node; its first child, if it has one that is seen."""
        tag = node.tag or ""
        if tag == TEXT:
            self._words.append(node.text_content or "")
        elif not tag.startswith("-") and tag not in UNSEEN and "hidden" not in node.attributes:
            self._enter(tag)
            if child := node.first_child:
                return child
            self._leave(tag)
        return None

    def _enter(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        self._in_heading += tag in HEADINGS
        self._verbatim += tag == "pre"
        if tag == "br":
            self._words.append("\n" if self._verbatim else " ")

    def _leave(self, tag: str) -> None:
        if tag in HEADINGS:
            self._in_heading -= 1
            self._end_block(HEADINGS[tag])
        elif tag in BLOCKS:
            self._end_block()
        elif tag in CELLS:
            self._words.append(BETWEEN_CELLS)
        self._verbatim -= tag == "pre"

    def _end_block(self, level: int = 0) -> None:
        if self._in_heading:
            self._words.append(" ")
            return
        words = cleaned("".join(self._words))
        words = words.strip("\n") if self._verbatim else " ".join(words.split())
        words = words.removesuffix(BETWEEN_CELLS.rstrip()).rstrip()
        self._words = []
        if level:
            self._headings.enter(level, words)
        if words:
            start = self._length
            self.texts.append(words)
            self._length += len(words) + 2
            self.parts.append(Part(self._headings.section, start, start + len(words), level))


def _refuse_deep(source: str) -> None:
    """Counts tags left open, but for those whose end may be left out."""
    depth = 0
    for tag in TAG.finditer(source):
        if tag.group(2).lower() not in UNCLOSED:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
            if depth > MOST_DEPTH:
                raise Unreadable(
                    f"it leaves more than {MOST_DEPTH:,} elements open at once; save it as text"
                )


def _declared(head: bytes) -> str | None:
    found = DECLARED.search(head)
    if not found:
        return None
    label = found.group(1).decode("ascii")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = ""
    if not KNOWN.fullmatch(name):
        raise Unreadable(f"it declares the encoding {label!r}, which is unknown; save it as UTF-8")
    return "utf-8" if name.startswith("utf-16") else SUPERSET.get(name, name)
