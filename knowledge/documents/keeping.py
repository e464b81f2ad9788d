"""Writing a document: its text, its passages and their vectors, inside one open transaction."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from knowledge.documents.document import (
    ExtractedDocument,
    PassageSpan,
    document_id,
    embedded,
    passage_ids,
    storable,
)
from knowledge.embedding import Encode

BATCH = 64


def keep(
    database: sqlite3.Connection,
    document: ExtractedDocument,
    passages: Sequence[PassageSpan],
    encode: Encode,
) -> int:
    """Store ``document`` in place of the one of its path; its number.

    What is new among the passages gets vectors; the others keep theirs, and vanished ones go.
    """
    number, name = _keep_document(database, document)
    texts = [document.text[span.start : span.end] for span in passages]
    searched = [embedded(span.section, text) for span, text in zip(passages, texts, strict=True)]
    wanted = dict(zip(passage_ids(name, searched), range(len(passages)), strict=True))
    held = dict(database.execute("SELECT id, number FROM passages WHERE document = ?", (number,)))
    database.executemany(
        "DELETE FROM passages WHERE number = ?",
        [(held[each],) for each in held if each not in wanted],
    )
    database.executemany(
        'UPDATE passages SET start = ?, "end" = ? WHERE number = ?',
        [
            (passages[row].start, passages[row].end, held[each])
            for each, row in wanted.items()
            if each in held
        ],
    )
    new = [(each, row) for each, row in wanted.items() if each not in held]
    for first in range(0, len(new), BATCH):
        batch = new[first : first + BATCH]
        numbers = [
            _insert(database, each, number, passages[row], texts[row]) for each, row in batch
        ]
        _keep_vectors(database, numbers, [searched[row] for _, row in batch], encode)
    return number


def forget(database: sqlite3.Connection, document: str) -> None:
    """Remove a document by id, with its passages, their words and their vectors."""
    (number,) = database.execute(
        "SELECT number FROM documents WHERE id = ?", (document,)
    ).fetchone()
    database.execute("DELETE FROM passages WHERE document = ?", (number,))
    database.execute("DELETE FROM documents WHERE number = ?", (number,))


def embed_again(database: sqlite3.Connection, encode: Encode) -> None:
    """Replace every vector by what ``encode`` makes of the stored passages."""
    for numbers, texts in _searched(database):
        _keep_vectors(database, numbers, texts, encode)


def _keep_document(database: sqlite3.Connection, document: ExtractedDocument) -> tuple[int, str]:
    """The number and id of ``document``, now stored; its passages are as they were."""
    values = {
        "id": _free_id(database, document.path),
        "path": storable(str(document.path)),
        "format": document.format,
        "title": document.title,
        "sha256": document.sha256,
        "characters": len(document.text),
        "added": time.time(),
        "text": document.text,
    }
    number, name = database.execute(
        "INSERT INTO documents (id, path, format, title, sha256, characters, added, text)"
        " VALUES (:id, :path, :format, :title, :sha256, :characters, :added, :text)"
        " ON CONFLICT (path) DO UPDATE SET format = :format, title = :title,"
        " sha256 = :sha256, characters = :characters, added = :added, text = :text"
        " RETURNING number, id",
        values,
    ).fetchone()
    return int(number), str(name)


def _free_id(database: sqlite3.Connection, path: Path) -> str:
    """The shortest id no document has; a replaced one keeps the id it was given."""
    ids = (document_id(path, digits) for digits in (6, 12, 64))
    taken = "SELECT 1 FROM documents WHERE id = ?"
    return next(each for each in ids if not database.execute(taken, (each,)).fetchone())


def _insert(
    database: sqlite3.Connection, name: str, document: int, span: PassageSpan, text: str
) -> int:
    done = database.execute(
        'INSERT INTO passages (id, document, start, "end", section, text)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        (name, document, span.start, span.end, span.section, text),
    )
    return int(done.lastrowid or 0)


def _keep_vectors(
    database: sqlite3.Connection, numbers: Sequence[int], texts: Sequence[str], encode: Encode
) -> None:
    vectors = np.asarray(encode(texts), dtype="<f4")
    database.executemany(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
        [(number, row.tobytes()) for number, row in zip(numbers, vectors, strict=True)],
    )


def _searched(database: sqlite3.Connection) -> Iterator[tuple[list[int], list[str]]]:
    """Numbers of all passages and what each is searched by, a batch at a time."""
    after = 0
    page = "SELECT number, section, text FROM passages WHERE number > ? ORDER BY number LIMIT ?"
    while rows := database.execute(page, (after, BATCH)).fetchall():
        after = int(rows[-1][0])
        yield [int(row[0]) for row in rows], [embedded(row[1], row[2]) for row in rows]
