"""Chroma: one collection of vectors in one directory; its only importer.

Every fault of it is raised as :class:`Unusable`, so that callers can build the index anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as Kept

NAME = "entries"
PAGE = 2_000


class Unusable(Exception):
    """What is on disk is not the index expected; the message completes a sentence."""


def chroma_version() -> str:
    """Of the installed package; what one version wrote another need not read."""
    return version("chromadb")


class Collection:
    """Vectors by id, nearest by cosine. Made by :meth:`create` or :meth:`open`."""

    def __init__(self, client: "Client", kept: "Kept") -> None:
        self._client: Client | None = client
        self._kept = kept

    @classmethod
    def create(cls, folder: Path, *, sync_threshold: int, search: int) -> "Collection":
        """An empty one in the new directory ``folder``.

        ``search`` is how many candidates a query follows (HNSW's ef). Chroma writes its graph to
        disk after every ``sync_threshold`` additions; a kill during that can damage it.
        """
        with _faults():
            client = _client(folder)
            try:
                made = client.create_collection(
                    NAME,
                    embedding_function=None,
                    configuration={
                        "hnsw": {
                            "space": "cosine",
                            "ef_construction": 200,
                            "ef_search": search,
                            "sync_threshold": sync_threshold,
                        }
                    },
                )
            except BaseException:  # no client stays open, whatever failed
                client.close()
                raise
            return cls(client, made)

    @classmethod
    def open(cls, folder: Path) -> "Collection":
        """The one in ``folder``."""
        with _faults():
            client = _client(folder)
            try:
                return cls(client, client.get_collection(NAME, embedding_function=None))
            except BaseException:  # as above
                client.close()
                raise

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """``ids`` must be new; ``vectors`` has shape ``(len(ids), 384)``."""
        with _faults():
            for start in range(0, len(ids), PAGE):
                page = slice(start, start + PAGE)
                self._kept.add(ids=list(ids[page]), embeddings=vectors[page])

    def delete(self, ids: Sequence[str]) -> None:
        """Remove ``ids``; their room on disk is not given back."""
        with _faults():
            for start in range(0, len(ids), PAGE):
                self._kept.delete(ids=list(ids[start : start + PAGE]))

    def nearest(self, vectors: Vectors, k: int) -> list[list[tuple[str, float]]]:
        """For each row of ``vectors`` its ``k`` nearest ids with their cosine, best first."""
        with _faults():
            found = self._kept.query(query_embeddings=vectors, n_results=k, include=["distances"])
        return [
            [(each, 1 - distance) for each, distance in zip(ids, distances, strict=True)]
            for ids, distances in zip(found["ids"], found["distances"] or [], strict=True)
        ]

    def count(self) -> int:
        """How many vectors it says it holds; a damaged one may not find them all."""
        with _faults():
            return self._kept.count()

    def ids(self) -> set[str]:
        """Every id."""
        with _faults():
            held: set[str] = set()
            while page := self._kept.get(limit=PAGE, offset=len(held), include=[])["ids"]:
                held.update(page)
            return held

    def held(self) -> dict[str, Vectors]:
        """Every stored vector by id; for small collections."""
        held: dict[str, Vectors] = {}
        with _faults():
            for start in range(0, self._kept.count(), PAGE):
                page = self._kept.get(limit=PAGE, offset=start, include=["embeddings"])
                vectors = np.asarray(page["embeddings"], dtype=np.float32)
                held.update(zip(page["ids"], vectors, strict=True))
        return held

    def close(self) -> None:
        """Release the files. May be called twice."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _client(folder: Path) -> "Client":
    # Chroma keeps one system per path in a process, so each generation has its own path.
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    return cast("Client", chromadb.PersistentClient(folder, settings=settings))


@contextmanager
def _faults() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, ValueError, KeyError, RuntimeError, AttributeError) as fault:
        # AttributeError: Chroma drops its bindings when closed, perhaps while others still search.
        raise Unusable(f"Chroma could not use it ({fault})") from fault
