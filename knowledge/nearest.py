"""Nearest entries to a vector: what an index must offer, and the exact search in memory."""

from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from knowledge.embedding import Embedder, Vectors
from knowledge.entries import Entries
from knowledge.shapes import JsonValue
from knowledge.vectors import vectors_of

FORMAT = 1


class Hit(NamedTuple):
    """An entry found: the passage (or kind of uncovered question) it stands for, cosine score."""

    target: str
    entry: str
    score: float


class VectorIndex(Protocol):
    """Nearest entries to a vector. ``notice`` says in words what the user should know, if any."""

    @property
    def notice(self) -> str | None: ...

    def query(self, vector: Vectors, k: int) -> list[Hit]:
        """The ``k`` nearest entries to a vector of shape ``(384,)``, best first."""

    def status(self) -> dict[str, JsonValue]: ...

    def close(self) -> None: ...


class MemoryIndex:
    """Exact search over the vectors held in memory: the reference, and the fallback."""

    def __init__(self, entries: Entries, embedder: Embedder, notice: str | None = None) -> None:
        self.notice = notice
        self._manifest = manifest(entries, embedder.MODEL, None)
        self._names = [(entry.target, entry.id) for entry in entries.all]
        self._vectors = vectors_of([entry.text for entry in entries.all], embedder)

    def query(self, vector: Vectors, k: int) -> list[Hit]:
        """As :meth:`VectorIndex.query`."""
        scores = self._vectors @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        names = (self._names[row] for row in best)
        return [
            Hit(target, entry, float(score))
            for (target, entry), score in zip(names, scores[best], strict=True)
        ]

    def status(self) -> dict[str, JsonValue]:
        """What is held, in the shape of :meth:`Index.status`."""
        return status_of("memory", None, self._manifest, self.notice)

    def close(self) -> None:
        """Nothing to release."""


def manifest(entries: Entries, model: str, chroma: str | None) -> dict[str, JsonValue]:
    """What an index was built from; another value of any key makes it another index.

    ``chroma`` is the version of Chroma that keeps it, None in memory.
    """
    return {
        "format": FORMAT,
        "model": model,
        "article": entries.article.sha256,
        "entries": entries.fingerprint(),
        "count": len(entries.all),
        "chroma": chroma,
    }


def status_of(
    backend: str, folder: Path | None, manifest: dict[str, JsonValue], notice: str | None
) -> dict[str, JsonValue]:
    """The shape of every index's status."""
    place = str(folder) if folder else None
    return {"backend": backend, "folder": place, **manifest, "notice": notice}
