"""The vector index: Chroma on disk, treated as a cache of the sources; its only importer.

One process owns the folder. What is found there is verified when opened and otherwise built
anew in a fresh directory, which a renamed pointer then makes the current one. Without a usable
folder the same vectors are searched in memory.
"""

import json
import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from filelock import FileLock, Timeout

from knowledge.embedding import Embedder, Vectors
from knowledge.entries import Entries
from knowledge.nearest import Hit, MemoryIndex, VectorIndex, manifest, status_of
from knowledge.shapes import JsonValue
from knowledge.vectors import vectors_of

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

COLLECTION = "entries"
# Never reached: below it Chroma keeps its vectors in SQLite alone, where a kill loses nothing.
SYNC_THRESHOLD = 1_000_000
PAGE = 2_000
LOOKED_UP = 50
SAME = 1e-3

log = logging.getLogger(__name__)


class IndexFault(RuntimeError):
    """The index on disk cannot be used; safe to show."""


class IndexBusyError(IndexFault):
    """Another process owns the index folder."""


class IndexStorageError(IndexFault):
    """The index folder cannot be read or written."""


class Index:
    """Chroma in ``folder/index``. Use :meth:`open`; a context manager."""

    def __init__(
        self, lock: FileLock, folder: Path, entries: Entries, embedder: Embedder, *, fresh: bool
    ) -> None:
        """Takes over a held ``lock`` on the existing ``folder``; see :meth:`open`."""
        self._lock = lock
        self._folder = folder
        self._targets = {entry.id: entry.target for entry in entries.all}
        self._vectors = vectors_of([entry.text for entry in entries.all], embedder)
        self._manifest = manifest(entries, embedder.MODEL)
        self._client: Client | None = None
        self.notice: str | None = None
        self._collection = self._built() if fresh else self._verified_or_built()

    @classmethod
    def open(
        cls, folder: Path, embedder: Embedder, entries: Entries, *, fresh: bool = False
    ) -> "Index":
        """The verified index in the data folder ``folder``; ``notice`` says why it was rebuilt.

        ``fresh`` builds it from the sources whatever is found there.

        Raises:
            IndexBusyError: another process has it open.
            IndexStorageError: the folder is read-only, full or no folder.
        """
        index = folder / "index"
        with _storage(index):
            index.mkdir(parents=True, exist_ok=True)
            lock = FileLock(index / "lock", blocking=False, thread_local=False)
            try:
                lock.acquire()
            except Timeout as held:
                raise IndexBusyError(
                    f"another running prompt-or-tune uses the index in {index}; stop it, or give "
                    "this one its own folder with PROMPT_OR_TUNE_DATA_DIR"
                ) from held
            try:
                return cls(lock, index, entries, embedder, fresh=fresh)
            except BaseException:  # no owner is left behind, whatever failed
                lock.release()
                raise

    def query(self, vector: Vectors, k: int) -> list[Hit]:
        """As :meth:`VectorIndex.query`."""
        found = self._collection.query(
            query_embeddings=vector[np.newaxis],
            n_results=min(k, len(self._targets)),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [
            Hit(self._targets[entry], entry, 1 - distance)
            for entry, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def status(self) -> dict[str, JsonValue]:
        """Backend, folder, count, model, hashes and what was rebuilt."""
        return status_of("chroma", self._folder, self._manifest, self.notice)

    def close(self) -> None:
        """Release the files and the lock. May be called twice."""
        self._close_client()
        self._lock.release()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _verified_or_built(self) -> "Collection":
        current = self._current()
        if current is not None:
            try:
                return self._verified(current)
            except _Unusable as fault:
                self.notice = f"The index was built again: {fault}."
                log.warning("%s", self.notice)
                self._close_client()
        return self._built()

    def _current(self) -> Path | None:
        try:
            name = (self._folder / "current").read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            name = "damaged"
        return self._folder / name

    def _verified(self, generation: Path) -> "Collection":
        _refuse_other(generation / "manifest.json", self._manifest)
        with _chroma_faults():
            collection = self._open_client(generation).get_collection(
                COLLECTION, embedding_function=None
            )
            self._refuse_damaged(collection)
        return collection

    def _refuse_damaged(self, collection: "Collection") -> None:
        """A count alone does not see lost vectors: all are read, and known ones looked up."""
        expected = len(self._targets)
        if collection.count() != expected:
            raise _Unusable(f"it held {collection.count()} of {expected} entries")
        held = self._held(collection)
        lost = sum(1 for entry in self._targets if entry not in held)
        if lost or not np.allclose([held[e] for e in self._targets], self._vectors, atol=SAME):
            raise _Unusable(f"{lost or 'some'} of its {expected} vectors were lost or changed")
        known = self._vectors[:: max(1, expected // LOOKED_UP)]
        found = collection.query(query_embeddings=known, n_results=1, include=["distances"])
        near = sum(1 for row in found["distances"] or [] if row and abs(row[0]) < SAME)
        if near != len(known):
            raise _Unusable(f"only {near} of {len(known)} known entries could be found in it")

    def _held(self, collection: "Collection") -> dict[str, Vectors]:
        """Every stored vector by entry id; Chroma raises when one of them is gone."""
        held: dict[str, Vectors] = {}
        for start in range(0, len(self._targets), PAGE):
            page = collection.get(limit=PAGE, offset=start, include=["embeddings"])
            vectors = np.asarray(page["embeddings"], dtype=np.float32)
            held.update(zip(page["ids"], vectors, strict=True))
        return held

    def _built(self) -> "Collection":
        generation = self._folder / f"generation-{uuid.uuid4().hex}"
        try:
            with _chroma_faults():
                collection = self._filled(generation)
                self._refuse_damaged(collection)
            (generation / "manifest.json").write_text(json.dumps(self._manifest), "utf-8")
            _switch(self._folder, generation.name)
        except (_Unusable, OSError) as fault:
            self._close_client()
            shutil.rmtree(generation, ignore_errors=True)
            raise IndexStorageError(_cannot_write(self._folder, str(fault))) from fault
        return collection

    def _filled(self, generation: Path) -> "Collection":
        collection = self._open_client(generation).create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": 200,
                    "ef_search": 200,
                    "sync_threshold": SYNC_THRESHOLD,
                }
            },
        )
        ids = list(self._targets)
        for start in range(0, len(ids), PAGE):
            page = slice(start, start + PAGE)
            collection.add(
                ids=ids[page],
                embeddings=self._vectors[page],
                metadatas=[{"target": self._targets[entry]} for entry in ids[page]],
            )
        return collection

    def _open_client(self, generation: Path) -> "Client":
        # Chroma keeps one system per path in a process, so each generation has its own path.
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        self._client = cast("Client", chromadb.PersistentClient(generation, settings=settings))
        return self._client

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def open_index(folder: Path, embedder: Embedder, entries: Entries) -> VectorIndex:
    """:meth:`Index.open`, or the same search in memory with a ``notice`` saying why."""
    try:
        return Index.open(folder, embedder, entries)
    except IndexFault as fault:
        log.warning("%s", fault)
        return MemoryIndex(entries, embedder, f"Searching in memory: {fault}.")


class _Unusable(Exception):
    """What is on disk is not the index expected; the message completes a sentence."""


MISMATCHES = {
    "format": "it was written by another version of the product",
    "model": "it was built with another embedding model",
    "article": "it was built from another version of the article",
    "entries": "the questions kept beside the article have changed",
    "count": "the questions kept beside the article have changed",
    "chroma": "it was written by another version of Chroma",
}


def _refuse_other(path: Path, expected: dict[str, JsonValue]) -> None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise _Unusable("its manifest was missing or damaged") from fault
    for key, words in MISMATCHES.items():
        if not isinstance(found, dict) or found.get(key) != expected[key]:
            raise _Unusable(words)


def _switch(folder: Path, name: str) -> None:
    """Make ``name`` the current generation and remove the others."""
    pointer = folder / "current.new"
    pointer.write_text(name, "utf-8")
    pointer.replace(folder / "current")
    for other in folder.glob("generation-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def _cannot_write(folder: Path, fault: str) -> str:
    return (
        f"the index cannot be kept in {folder} ({fault}); free space there, make it writable, or "
        "choose another folder with PROMPT_OR_TUNE_DATA_DIR"
    )


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise IndexStorageError(_cannot_write(folder, str(fault.strerror or fault))) from fault


@contextmanager
def _chroma_faults() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, ValueError, KeyError, RuntimeError) as fault:
        raise _Unusable(f"Chroma could not use it ({fault})") from fault
