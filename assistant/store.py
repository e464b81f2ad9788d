"""Conversations on disk: every message before it is worked on, every reply before it is shown."""

import json
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import cast

from assistant.errors import StorageError
from graphs.state import Incoming
from knowledge.shapes import TurnDict

APPLICATION_ID = 0x504F5431  # "POT1"
SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS turns (
  conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  turn INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  message TEXT NOT NULL,
  received REAL NOT NULL,
  reply BLOB,
  PRIMARY KEY (conversation, turn),
  UNIQUE (conversation, message_id)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One message and, once it was worked on, the Turn that answered it."""

    turn: int
    message: Incoming
    reply: TurnDict | None


class Store:
    """The conversations file. Safe to use from several threads of one process.

    Raises :class:`StorageError` when the file is damaged, foreign, full or read-only; whatever
    was acknowledged before stays as it was.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        with storage_errors(path):
            self._db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
            try:
                self._prepare()
            except BaseException:  # a refused file is not kept open
                self._db.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def create(self, conversation: str, first: TurnDict) -> None:
        """A new conversation with the greeting as its turn 0."""
        with self._writing():
            self._db.execute("INSERT INTO conversations VALUES (?, ?)", (conversation, time.time()))
            self._db.execute(
                "INSERT INTO turns VALUES (?, 0, '', '{}', ?, ?)",
                (conversation, time.time(), _packed(first)),
            )

    def receive(self, conversation: str, turn: int, message: Incoming) -> None:
        """A message, on disk before anything is done with it."""
        with self._writing():
            self._db.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, NULL)",
                (conversation, turn, message["id"], json.dumps(message), time.time()),
            )

    def reply(self, conversation: str, turn: int, reply: TurnDict) -> None:
        """The Turn that answers a message, on disk before it is shown."""
        with self._writing():
            self._db.execute(
                "UPDATE turns SET reply = ? WHERE conversation = ? AND turn = ?",
                (_packed(reply), conversation, turn),
            )

    def answered(self, conversation: str, message_id: str) -> StoredTurn | None:
        """The turn that took this message id, if one did."""
        rows = self._rows("conversation = ? AND message_id = ?", (conversation, message_id))
        return rows[0] if rows else None

    def last(self, conversation: str) -> StoredTurn | None:
        """The newest turn; None for an unknown conversation."""
        rows = self._rows("conversation = ? ORDER BY turn DESC LIMIT 1", (conversation,))
        return rows[0] if rows else None

    def turns(self, conversation: str) -> list[StoredTurn]:
        """Every turn in order; empty for an unknown conversation."""
        return self._rows("conversation = ? ORDER BY turn", (conversation,))

    def delete(self, conversation: str) -> bool:
        """Removes a conversation with all its turns, their words from the file as well."""
        with self._writing():
            done = self._db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        with self._lock, storage_errors(self._path):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return done.rowcount > 0

    def _rows(self, where: str, values: tuple[object, ...]) -> list[StoredTurn]:
        with self._lock, storage_errors(self._path):
            rows = self._db.execute(
                f"SELECT turn, message, reply FROM turns WHERE {where}",  # own words
                values,
            ).fetchall()
            try:
                return [
                    StoredTurn(n, json.loads(said), _unpacked(reply)) for n, said, reply in rows
                ]
            except (zlib.error, ValueError) as damaged:
                raise sqlite3.DatabaseError("a stored turn is malformed") from damaged

    def _prepare(self) -> None:
        mark = self._db.execute("PRAGMA application_id").fetchone()[0]
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and mark != APPLICATION_ID:
            raise StorageError(
                f"{self._path} is a database of another program. Move it away, or choose another "
                "folder with PROMPT_OR_TUNE_DATA_DIR. Nothing in it was changed."
            )
        if self._db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._db.executescript(SCHEMA)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, storage_errors(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:  # an interrupted write, by Ctrl-C too, leaves nothing half done
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ones that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {_remedy(str(error))} ({error})") from error


def _remedy(said: str) -> str:
    if "full" in said:
        return (
            "the disk is full. Free some space and send the message again; nothing stored is lost"
        )
    if "readonly" in said or "unable to open" in said:
        return (
            "the data folder cannot be written. Give it write permission, or choose another with "
            "PROMPT_OR_TUNE_DATA_DIR"
        )
    if "malformed" in said or "not a database" in said:
        return (
            "the file is damaged or not a database. Move it away (or restore a copy) and start "
            "again; it was not changed"
        )
    return "the file could not be used. Check the data folder and try again"


def _packed(turn: TurnDict) -> bytes:
    return zlib.compress(json.dumps(turn, separators=(",", ":")).encode(), level=1)


def _unpacked(reply: bytes | None) -> TurnDict | None:
    return None if reply is None else cast(TurnDict, json.loads(zlib.decompress(reply)))
