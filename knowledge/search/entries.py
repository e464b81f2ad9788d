"""The index of the article's entries: verified when opened, otherwise built anew.

It is a cache of the sources. One process owns the folder; without a usable one the same vectors
are searched in memory.
"""

import logging
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from knowledge.embedding import Embedder, Vectors
from knowledge.entries import Entries
from knowledge.nearest import Hit, MemoryIndex, VectorIndex, manifest, status_of
from knowledge.search.checks import SAME, findable, refuse_other
from knowledge.search.chroma import Collection, Unusable, chroma_version
from knowledge.search.generations import Generations, IndexFault, read_manifest, write_manifest
from knowledge.shapes import JsonValue
from knowledge.vectors import vectors_of

# Never reached: below it Chroma keeps its vectors in SQLite alone, where a kill loses nothing.
SYNC_THRESHOLD = 1_000_000
SEARCH = 200
LOOKED_UP = 50

log = logging.getLogger(__name__)


class Index:
    """Chroma in ``folder/index``. Use :meth:`open`; a context manager."""

    def __init__(
        self, generations: Generations, entries: Entries, embedder: Embedder, *, fresh: bool
    ) -> None:
        """Takes over the owned ``generations``; see :meth:`open`."""
        self._generations = generations
        self._targets = {entry.id: entry.target for entry in entries.all}
        self._vectors = vectors_of([entry.text for entry in entries.all], embedder)
        self._manifest = manifest(entries, embedder.MODEL, chroma_version())
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
        generations = Generations.own(folder / "index")
        try:
            return cls(generations, entries, embedder, fresh=fresh)
        except BaseException:  # no owner is left behind, whatever failed
            generations.release()
            raise

    def query(self, vector: Vectors, k: int) -> list[Hit]:
        """As :meth:`VectorIndex.query`."""
        found = self._collection.nearest(vector[np.newaxis], min(k, len(self._targets)))[0]
        return [Hit(self._targets[entry], entry, score) for entry, score in found]

    def status(self) -> dict[str, JsonValue]:
        """Backend, folder, count, model, hashes and what was rebuilt."""
        return status_of("chroma", self._generations.folder, self._manifest, self.notice)

    def close(self) -> None:
        """Release the files and the lock. May be called twice."""
        self._collection.close()
        self._generations.release()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _verified_or_built(self) -> Collection:
        current = self._generations.current()
        if current is not None:
            try:
                return self._verified(current)
            except Unusable as fault:
                self.notice = f"The index was built again: {fault}."
                log.warning("%s", self.notice)
        return self._built()

    def _verified(self, generation: Path) -> Collection:
        refuse_other(read_manifest(generation), self._manifest)
        with ExitStack() as failing:
            collection = Collection.open(generation)
            failing.callback(collection.close)
            self._refuse_damaged(collection)
            failing.pop_all()
        return collection

    def _refuse_damaged(self, collection: Collection) -> None:
        """A count alone does not see lost vectors: all are read, and known ones looked up."""
        expected = len(self._targets)
        if collection.count() != expected:
            raise Unusable(f"it held {collection.count()} of {expected} entries")
        held = collection.held()
        lost = sum(1 for entry in self._targets if entry not in held)
        if lost or not np.allclose([held[e] for e in self._targets], self._vectors, atol=SAME):
            raise Unusable(f"{lost or 'some'} of its {expected} vectors were lost or changed")
        known = self._vectors[:: max(1, expected // LOOKED_UP)]
        if (found := findable(collection, known)) < len(known):
            raise Unusable(f"only {found} of {len(known)} known entries could be found in it")

    def _built(self) -> Collection:
        with ExitStack() as failing:
            with self._generations.fresh() as generation:
                collection = Collection.create(
                    generation, sync_threshold=SYNC_THRESHOLD, search=SEARCH
                )
                failing.callback(collection.close)
                collection.add(list(self._targets), self._vectors)
                self._refuse_damaged(collection)
                write_manifest(generation, self._manifest)
            failing.pop_all()
        return collection


def open_index(folder: Path, embedder: Embedder, entries: Entries) -> VectorIndex:
    """:meth:`Index.open`, or the same search in memory with a ``notice`` saying why."""
    try:
        return Index.open(folder, embedder, entries)
    except IndexFault as fault:
        log.warning("%s", fault)
        return MemoryIndex(entries, embedder, f"Searching in memory: {fault}.")
