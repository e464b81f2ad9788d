"""One SQLite file with the library's tables: opened, read, and changed in whole transactions."""

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from knowledge.documents.schema import APPLICATION_ID, SCHEMA, VERSION

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON")


class LibraryError(RuntimeError):
    """The library cannot be read or written; safe to show."""


class Database:
    """The tables of :mod:`knowledge.documents.schema`. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Opens the file, made when there is none.

        Raises:
            LibraryError: it is foreign, damaged, of a newer version or cannot be written.
        """
        self._path = path
        self._lock = RLock()
        with _faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
            try:
                self._prepare()
            except BaseException:  # a refused file is not kept open
                self._db.close()
                raise

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._lock:
            self._db.close()

    def all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Every row."""
        with self._lock, _faults(self._path):
            return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row, if any."""
        with self._lock, _faults(self._path):
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
            return row

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is done in it is kept, or nothing. Counts as a generation."""
        with self._lock, _faults(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute(
                    "UPDATE state SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                )
                self._db.execute("COMMIT")
            except BaseException:  # an interrupted write, by Ctrl-C too, leaves nothing half done
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        """Make the tables in a new file; refuse one that is not ours."""
        (mark,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and (mark, version) != (APPLICATION_ID, VERSION):
            whose = "another version" if mark == APPLICATION_ID else "another program"
            raise LibraryError(
                f"{self._path} is a database of {whose}. Move it away, or choose another folder "
                "with PROMPT_OR_TUNE_DATA_DIR. Nothing in it was changed."
            )
        for pragma in PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        if not tables:
            self._db.executescript(
                f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID};"
                f" PRAGMA user_version = {VERSION}; {SCHEMA}"
                f" INSERT INTO state VALUES ('generation', '0'), ('library', '{uuid.uuid4().hex}');"
                " COMMIT;"
            )


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """What SQLite and the system say of the file, as errors that say what to do."""
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        raise LibraryError(f"{path}: {_remedy(str(fault))} ({fault})") from fault


def _remedy(said: str) -> str:
    if "full" in said:
        return "the disk is full. Free some space and try again; nothing stored is lost"
    if "locked" in said:
        return "another process is writing to it. Wait until it is done, and try again"
    if "malformed" in said or "not a database" in said:
        return (
            "the file is damaged or not a database. Move it away (or restore a copy) and add the "
            "documents again; it was not changed"
        )
    if "fts5" in said:
        return "this Python's SQLite has no full-text search. Use a Python whose SQLite has FTS5"
    return (
        "the file cannot be used. Give the data folder write permission, or choose another with "
        "PROMPT_OR_TUNE_DATA_DIR"
    )
