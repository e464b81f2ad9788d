"""Reading a file: which formats there are, and the text with its structure that each gives."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from knowledge.documents.document import ExtractedDocument, storable
from knowledge.documents.extraction import html, markdown, pdf, plain
from knowledge.documents.extraction.text import Reading, Unreadable, cleaned, one_line

__all__ = ["FORMATS", "Unreadable", "extract", "format_of"]

Reader = Callable[[bytes], Reading]

FORMATS: Mapping[str, Reader] = {
    "markdown": markdown.read,
    "text": plain.read,
    "html": html.read,
    "pdf": pdf.read,
}
ENDINGS: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}


def format_of(path: Path) -> str | None:
    """The format a file's name tells; None for a name no reader is for."""
    return ENDINGS.get(path.suffix.lower())


def extract(path: Path, content: bytes) -> ExtractedDocument:
    """The document that ``content``, read from ``path``, holds. Opens nothing.

    Raises:
        Unreadable: it is empty, damaged, encrypted, not of its format, or holds no words.
    """
    form = format_of(path)
    if form is None:
        raise Unreadable(f"its ending is none of {', '.join(ENDINGS)}; convert it to one of them")
    if not content:
        raise Unreadable("it is empty; nothing was taken from it")
    reading = FORMATS[form](content)
    if not any(map(str.isalnum, reading.text)):
        raise Unreadable(reading.wordless)
    title = one_line(reading.title) or one_line(cleaned(storable(path.stem))) or "Untitled"
    return ExtractedDocument(
        path,
        form,
        hashlib.sha256(content).hexdigest(),
        title,
        reading.text,
        reading.under(title),
    )
