"""Where the graphs keep their threads: one SQLite file, behind one function."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StorageError
from assistant.store import storage_errors

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver


# Each of these turns tracing on by itself, and a developer's machine may have one set for other
# programs: what people say here would then be sent to the tracing service.
TRACING = tuple(
    f"{library}_{switch}"
    for library in ("LANGSMITH", "LANGCHAIN")
    for switch in ("TRACING", "TRACING_V2")
)


def quiet_libraries() -> None:
    """Strict checkpoint types and no tracing; read by the libraries when first imported."""
    os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")
    os.environ.update(dict.fromkeys(TRACING, "false"))


def check(path: Path) -> None:
    """Whether an existing file is a sound checkpoints file, before anything heavy is loaded.

    Raises:
        StorageError: it is damaged or belongs to another program.
    """
    if not path.exists():
        return
    with storage_errors(path), closing(sqlite3.connect(path, timeout=30)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        refuse_damaged(connection)
    if names and "checkpoints" not in names:
        raise StorageError(
            f"{path} is a database of another program. Move it away, or choose another folder with "
            "PROMPT_OR_TUNE_DATA_DIR. Nothing in it was changed."
        )


def refuse_damaged(connection: sqlite3.Connection) -> None:
    """Looks through a whole database.

    Raises:
        sqlite3.DatabaseError: a page of it is damaged.
    """
    if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("database disk image is malformed")


@contextmanager
def checkpointer(path: Path) -> Iterator["SqliteSaver"]:
    """The durable checkpointer over one file.

    Raises:
        StorageError: the file is damaged, foreign or cannot be written.
    """
    quiet_libraries()
    from langgraph.checkpoint.sqlite import SqliteSaver

    with storage_errors(path):
        connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            saver = SqliteSaver(connection)
            saver.setup()
            yield saver
        finally:
            connection.close()
