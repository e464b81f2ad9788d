"""A document as it is read and as it is kept, and the passages cut from it."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ID_STEM = 40
# Of a long path of headings the end is searched by: the embedding reads no more than 256 tokens.
SEARCHED_SECTION = 120


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table or the like: ``text[start:end]``, under its headings."""

    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """What was read from one file. ``blocks`` are in reading order and do not overlap.

    Every span counts Unicode code points of ``text``, which is what is stored and cited.
    """

    path: Path
    format: str
    sha256: str
    title: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """One passage: ``text[start:end]`` of its document, with the headings it stands under."""

    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the library, without its text. ``added`` is in seconds since the epoch."""

    id: str
    path: str
    format: str
    title: str
    sha256: str
    characters: int
    passages: int
    added: float


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage in the library: ``text == document_text[start:end]`` in code points."""

    id: str
    document: str
    title: str
    section: str
    text: str
    start: int
    end: int


def document_id(path: Path, digits: int = 6) -> str:
    """The id of the document at ``path``: its name, to be typed, and a hash of the whole path."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:ID_STEM].strip("-") or "document"
    digest = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{stem}-{digest[:digits]}"


def passage_ids(document: str, embedded: Iterable[str]) -> list[str]:
    """An id for each passage, made from its words: it stays when the text around it changes."""
    seen: Counter[str] = Counter()
    ids = []
    for text in embedded:
        digest = hashlib.sha256(f"{seen[text]}\0{text}".encode()).hexdigest()
        seen[text] += 1
        ids.append(f"{document}:{digest[:12]}")
    return ids


def embedded(section: str, text: str) -> str:
    """What a passage is searched by: its headings and its words."""
    return f"{section[-SEARCHED_SECTION:]} {text}"


def storable(text: str) -> str:
    """A path as text a database can hold, whatever bytes the name has."""
    return text.encode("utf-8", "backslashreplace").decode()
