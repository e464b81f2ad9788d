"""The library: every added document, its passages, their words and vectors, in one SQLite file.

It is the truth from which vector indexes are rebuilt. A document is added, replaced or removed in
one transaction, so that a stop at any moment leaves it whole or not there at all.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.documents.database import Database, LibraryError
from knowledge.documents.document import (
    DocumentRow,
    ExtractedDocument,
    PassageSpan,
    StoredPassage,
    storable,
)
from knowledge.documents.keeping import embed_again, forget, keep
from knowledge.embedding import Encode, Vectors

__all__ = ["Library", "LibraryError", "VectorPage"]

FILE = "documents.sqlite"
PAGE = 2_000
MOST_TERMS = 64


class VectorPage(NamedTuple):
    """Some passages and their vectors, shape ``(len(ids), dimensions)``; ``cursor`` is the last."""

    cursor: int
    ids: list[str]
    vectors: Vectors


class Library:
    """Documents in ``folder/documents.sqlite``. Safe to use from several threads.

    Every method raises :class:`LibraryError` when the file is damaged, full or read-only; what
    was added before stays as it was.
    """

    def __init__(self, database: Database) -> None:
        """Takes over an open database; see :meth:`open`."""
        self._db = database

    @classmethod
    def open(cls, folder: Path) -> "Library":
        """The library in the data folder ``folder``, made when there is none.

        Raises:
            LibraryError: the file is foreign, damaged, or of a newer version.
        """
        return cls(Database(folder / FILE))

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._db.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(
        self, document: ExtractedDocument, passages: Sequence[PassageSpan], encode: Encode
    ) -> DocumentRow:
        """Keep ``document``, replacing the one of the same path, in one transaction.

        ``encode`` makes vectors, in batches, of the passages that are new; a passage whose
        headings and words are unchanged keeps its id and its vector.

        Raises:
            ValueError: a passage is empty or reaches beyond the text.
        """
        for span in passages:
            if not 0 <= span.start < span.end <= len(document.text):
                raise ValueError(f"{span} is no span of {len(document.text)} characters")
        with self._db.changing() as database:
            number = keep(database, document, passages, encode)
        return self._rows("d.number = ?", (number,))[0]

    def remove(self, document: str) -> bool:
        """Remove a document with its passages; False when there is none of this id."""
        if self.document(document) is None:
            return False
        with self._db.changing() as database:
            forget(database, document)
        return True

    def documents(self) -> list[DocumentRow]:
        """Every document, by id."""
        return self._rows("true", ())

    def at(self, path: Path) -> DocumentRow | None:
        """The document that was read from ``path``."""
        return next(iter(self._rows("d.path = ?", (storable(str(path)),))), None)

    def with_content(self, sha256: str) -> DocumentRow | None:
        """A document that was read from a file of this hash."""
        return next(iter(self._rows("d.sha256 = ?", (sha256,))), None)

    def document(self, document: str) -> DocumentRow | None:
        """One document without its text; None for an unknown id."""
        return next(iter(self._rows("d.id = ?", (document,))), None)

    def text(self, document: str) -> str | None:
        """The stored text, which every span of the document counts in; None for an unknown id."""
        row = self._db.one("SELECT text FROM documents WHERE id = ?", (document,))
        return str(row[0]) if row else None

    def spans(self, document: str) -> list[StoredPassage]:
        """Every passage of a document in reading order."""
        return self._passages("d.id = ? ORDER BY p.start", (document,))

    def passage(self, passage: str) -> StoredPassage | None:
        """One passage; None for an unknown id."""
        return next(iter(self._passages("p.id = ?", (passage,))), None)

    def match(self, terms: Sequence[str], k: int) -> list[tuple[str, float]]:
        """The ``k`` passages that hold any of ``terms``, best first, each with its BM25 score.

        Scores are above 0, higher is better. Terms are words, whatever characters they hold:
        nothing in them is read as search syntax. Words alike but for their ending match.
        """
        words = dict.fromkeys(word for term in terms for word in re.findall(r"\w+", term))
        query = " OR ".join(f'"{word}"' for word in list(words)[:MOST_TERMS])
        if not query:
            return []
        rows = self._db.all(
            "SELECT p.id, -f.rank FROM (SELECT rowid, rank FROM words WHERE words MATCH ?"
            " AND rank MATCH 'bm25(1.0, 0.5)' ORDER BY rank LIMIT ?) f"
            " JOIN passages p ON p.number = f.rowid ORDER BY f.rank, p.number",
            (query, k),
        )
        return [(str(name), float(score)) for name, score in rows]

    def passages(self, ids: Sequence[str]) -> list[StoredPassage]:
        """Those of ``ids`` that are there, in the order of ``ids``."""
        marks = ", ".join("?" * len(ids))
        found = {each.id: each for each in self._passages(f"p.id IN ({marks})", tuple(ids))}
        return [found[each] for each in dict.fromkeys(ids) if each in found]

    def holding(self, term: str, most: int) -> int:
        """How many passages hold the word ``term``, counted up to ``most``.

        As in :meth:`match`; ranking costs some 1 µs for each passage that holds a term, counting
        a thirtieth of that.
        """
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", term))
        sql = "SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"
        row = self._db.one(sql, (words, most)) if words else None
        return int(row[0]) if row else 0

    def ids(self) -> set[str]:
        """The ids of all passages."""
        return {str(row[0]) for row in self._db.all("SELECT id FROM passages")}

    def last(self) -> int:
        """The cursor after which :meth:`vectors` has nothing."""
        row = self._db.one("SELECT coalesce(max(number), 0) FROM passages")
        return int(row[0]) if row else 0

    def vectors(self, after: int = 0, page: int = PAGE) -> Iterator[VectorPage]:
        """Vectors of all passages added after the cursor ``after``, ``page`` at a time."""
        while True:
            rows = self._db.all(
                "SELECT v.passage, p.id, v.vector FROM vectors v JOIN passages p"
                " ON p.number = v.passage WHERE v.passage > ? ORDER BY v.passage LIMIT ?",
                (after, page),
            )
            if not rows:
                return
            after = int(rows[-1][0])
            flat = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4")
            yield VectorPage(after, [str(row[1]) for row in rows], flat.reshape(len(rows), -1))

    def vectors_of(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vector, shape ``(dimensions,)``, of each of ``ids`` that is there."""
        marks = ", ".join("?" * len(ids))
        rows = self._db.all(
            "SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.passage = p.number"
            f" WHERE p.id IN ({marks})",
            tuple(ids),
        )
        return {str(name): np.frombuffer(vector, dtype="<f4") for name, vector in rows}

    def generation(self) -> str:
        """Changes whenever the content does; differs between libraries."""
        return ":".join(
            str(value) for _, value in self._db.all("SELECT key, value FROM state ORDER BY key")
        )

    def count(self) -> int:
        """How many passages there are."""
        row = self._db.one("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    def adopt(self, model: str, encode: Encode) -> bool:
        """Make ``model`` the one all vectors come from; False when it was already.

        Vectors of another model are computed again from the stored passages, all or none.
        """
        held = self._db.one("SELECT value FROM state WHERE key = 'model'")
        if held == (model,):
            return False
        with self._db.changing() as database:
            embed_again(database, encode)
            database.execute("INSERT OR REPLACE INTO state VALUES ('model', ?)", (model,))
        return held is not None

    def reindex(self) -> None:
        """Build the index of words again from the stored passages."""
        with self._db.changing() as database:
            database.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def _rows(self, where: str, values: tuple[object, ...]) -> list[DocumentRow]:
        rows = self._db.all(
            "SELECT d.id, d.path, d.format, d.title, d.sha256, d.characters, (SELECT count(*)"
            " FROM passages p WHERE p.document = d.number), d.added FROM documents d"
            f" WHERE {where} ORDER BY d.id",  # own words
            values,
        )
        return [DocumentRow(*row) for row in rows]

    def _passages(self, where: str, values: tuple[object, ...]) -> list[StoredPassage]:
        rows = self._db.all(
            'SELECT p.id, d.id, d.title, p.section, p.text, p.start, p."end" FROM passages p'
            f" JOIN documents d ON d.number = p.document WHERE {where}",  # own words
            values,
        )
        return [StoredPassage(*row) for row in rows]
