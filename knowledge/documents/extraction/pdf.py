"""PDF: the text layer, page by page; the one owner of PDFium."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.documents.document import Block
from knowledge.documents.extraction.text import Reading, Unreadable, cleaned, paragraphs

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

END_MARK = b"%%EOF"
START_MARK = b"%PDF-"
# Readers accept some bytes in front of the mark.
HEAD = 1_024
# The standard wants the mark in the last 1,024 bytes; some programs write a little after it.
TAIL = 4_096
PASSWORD_ERROR = 4
# PDFium's sign for a hyphen that only the line break put there.
BROKEN_WORD = re.compile("[\x02\ufffe]\\s*")
# A line clearly shorter than the page's longest ends its paragraph, unless it is a column's and
# the next goes on in small letters.
FULL_LINE = 0.75
COLUMN_LINE = 0.35
GENERIC_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|indd|tex|qxd)\b", re.IGNORECASE)
SCANNED = "it holds no text, perhaps pictures of pages only; run text recognition (OCR) on it first"


def read(content: bytes) -> Reading:
    """Lines broken by the page are joined into paragraphs; a section is a page.

    Raises:
        Unreadable: it is no PDF, encrypted, cut short or damaged.
    """
    if START_MARK not in content[:HEAD]:
        raise Unreadable("it is no PDF, whatever its name says; give it the ending of its format")
    if END_MARK not in content[-TAIL:]:
        raise Unreadable("it is not a whole PDF: its end is missing; get a complete copy")
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            title = document.get_metadata_value("Title")
            pages = list(_pages(document))
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == PASSWORD_ERROR:
            raise Unreadable(
                "it is encrypted; save a copy without its password and add that"
            ) from fault
        what = str(fault).rstrip(".")
        raise Unreadable(f"it is damaged ({what}); save it again or get another copy") from fault
    text, blocks = _joined(pages)
    return Reading("" if GENERIC_TITLE.search(title) else cleaned(title), text, blocks, SCANNED)


def _pages(document: "PdfDocument") -> Iterator[str]:
    for number in range(len(document)):
        page = document[number]
        try:
            layer = page.get_textpage()
            try:
                yield _reflowed(layer.get_text_range())
            finally:
                layer.close()
        finally:
            page.close()


def _reflowed(page: str) -> str:
    lines = [" ".join(line.split()) for line in cleaned(_whole_words(page)).split("\n")]
    longest = max(map(len, lines))
    text = [lines[0]]
    for before, line in pairwise(lines):
        text += (" " if _goes_on(before, line, longest) else "\n\n", line)
    return re.sub(r"\n{3,}", "\n\n", "".join(text)).strip()


def _goes_on(before: str, line: str, longest: int) -> bool:
    """Whether ``line`` continues the paragraph of the line ``before`` it."""
    if not line:
        return False
    full = len(before) >= FULL_LINE * longest
    return full or (len(before) >= COLUMN_LINE * longest and line[0].islower())


def _whole_words(page: str) -> str:
    return BROKEN_WORD.sub("", page)


def _joined(pages: list[str]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    at = 0
    for number, page in enumerate(pages, 1):
        blocks.extend(paragraphs(page, f"Page {number}", at))
        at += len(page) + 2
    return "\n\n".join(pages), tuple(blocks)
