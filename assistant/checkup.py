"""What ``doctor`` looks at: each part of this machine the assistant stands on."""

import os
import platform
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from assistant.checkpoints import refuse_damaged
from assistant.errors import AssistantError, BadInput, Busy, StorageError
from assistant.rules import rulebook_of
from assistant.settings import Settings, read_settings, unknown_variables
from assistant.store import storage_errors
from knowledge.embedding import Embedder, EmbeddingError

PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and how to mend it where it is not right."""

    name: str
    ok: bool
    found: str


def checks() -> Iterator[Check]:
    """Every check, in the order in which they build on each other."""
    yield Check("python", sys.version_info >= PYTHON, f"{platform.python_version()}, needs 3.11")
    yield _names()
    try:
        settings = read_settings()
    except BadInput as error:
        yield Check("settings", False, str(error))
        return
    yield _folder(settings.data_dir)
    yield _databases(settings.data_dir)
    yield _rules(settings)
    yield _model()
    yield _index(settings)
    yield _port(settings.host, settings.port)


def _names() -> Check:
    unknown = unknown_variables(os.environ)
    found = f"not a setting: {', '.join(unknown)}; see .env.example" if unknown else "all known"
    return Check("variables", not unknown, found)


def _folder(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"trial")
    except OSError as error:
        mend = "give it write permission, or set PROMPT_OR_TUNE_DATA_DIR"
        return Check("data folder", False, f"{folder}: {error.strerror}; {mend}")
    return Check("data folder", True, f"{folder} can be written")


def _databases(folder: Path) -> Check:
    files = sorted(folder.glob("*.sqlite"))
    try:
        for path in files:
            _sound(path)
    except StorageError as error:
        return Check("databases", False, str(error))
    return Check("databases", True, f"{len(files)} sound" if files else "none yet")


def _sound(path: Path) -> None:
    with storage_errors(path), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        refuse_damaged(db)


def _rules(settings: Settings) -> Check:
    try:
        rulebook = rulebook_of(settings)
    except AssistantError as error:
        return Check("rules", False, str(error))
    return Check("rules", True, f"version {rulebook.version}, {len(rulebook.facts)} facts")


def _model() -> Check:
    try:
        Embedder().load()
    except EmbeddingError as error:
        return Check("embedding model", False, str(error))
    return Check("embedding model", True, Embedder.MODEL[:48])


def _index(settings: Settings) -> Check:
    from assistant.indexing import index_status

    try:
        status = index_status(settings)
    except Busy:
        return Check("index", True, "in use by a running prompt-or-tune")
    except AssistantError as error:
        return Check("index", False, str(error))
    found = f"{status['count']} entries in {status['folder']}"
    return Check("index", True, f"{found}. {status['notice']}" if status["notice"] else found)


def _port(host: str, port: int) -> Check:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return Check("port", True, f"{host}:{port} is free")
    except OSError as error:
        if _ours(host, port):
            return Check("port", True, f"{host}:{port} serves a running prompt-or-tune")
        mend = "stop what uses it, or set PROMPT_OR_TUNE_PORT or PROMPT_OR_TUNE_HOST"
        return Check("port", False, f"{host}:{port}: {error.strerror}; {mend}")


def _ours(host: str, port: int) -> bool:
    """Whether the address answers as this product does."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return b'"missing"' in connection.getresponse().read(200)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
