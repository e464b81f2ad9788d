"""The index of the added documents' passages: Chroma, brought in step with the library.

The library holds the vectors; this is a cache of them. Chroma writes its graph to disk while
vectors are added, and a kill during that can damage it without a sign: a change is therefore
marked until it is finished, and a mark found at opening means that the index is built again.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.documents.library import Library
from knowledge.embedding import Vectors
from knowledge.search.checks import findable, refuse_other
from knowledge.search.chroma import Collection, Unusable, chroma_version
from knowledge.search.generations import (
    Generations,
    changing,
    read_manifest,
    storage,
    write_manifest,
)
from knowledge.shapes import JsonValue

FOLDER = "documents-index"
FORMAT = 1
# Measured: opening replays what came after the last write, 0.1 ms a passage.
SYNC_THRESHOLD = 1_000
SEARCH = 400
LOOKED_UP = 50
FOUND = 0.95
# Chroma gives no room back: with more than this share of it removed, a new index is smaller.
REMOVED = 0.25

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Reach:
    """How far the index has followed the library, whose ``generation`` it last saw.

    ``cursor`` is the library's of the last passage taken in, ``removed`` how many are no more.
    """

    generation: str = ""
    cursor: int = 0
    count: int = 0
    removed: int = 0

    @classmethod
    def read(cls, found: Mapping[str, JsonValue]) -> "Reach":
        """From a manifest.

        Raises:
            Unusable: a part is missing or of another kind.
        """
        generation = found.get("generation")
        numbers = [found.get(name) for name in ("cursor", "count", "removed")]
        cursor, count, removed = (each if isinstance(each, int) else -1 for each in numbers)
        if not isinstance(generation, str) or min(cursor, count, removed) < 0:
            raise Unusable("its manifest was missing or damaged")
        return cls(generation, cursor, count, removed)

    def to_json(self) -> dict[str, JsonValue]:
        """The parts of a manifest."""
        return {
            "generation": self.generation,
            "cursor": self.cursor,
            "count": self.count,
            "removed": self.removed,
        }


class PassageIndex:
    """Nearest passages by Chroma. Use :meth:`open`; close it."""

    def __init__(self, generations: Generations, library: Library, model: str) -> None:
        """Takes over the owned ``generations``; see :meth:`open`."""
        self._generations = generations
        self._library = library
        self._sources: dict[str, JsonValue] = {
            "format": FORMAT,
            "model": model,
            "chroma": chroma_version(),
        }
        self._collection: Collection | None = None
        self._reach = Reach()
        self.notice: str | None = None
        self._load()

    @classmethod
    def open(cls, folder: Path, library: Library, model: str) -> "PassageIndex":
        """The index in the data folder as it is, verified; :meth:`follow` brings it in step.

        Raises:
            IndexBusyError: another process has it open.
            IndexStorageError: the folder is read-only, full or no folder.
            LibraryError: the library cannot be read.
        """
        generations = Generations.own(folder / FOLDER)
        try:
            return cls(generations, library, model)
        except BaseException:  # no owner is left behind, whatever failed
            generations.release()
            raise

    def __enter__(self) -> "PassageIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def in_step(self) -> bool:
        """Whether it holds what the library holds."""
        return self._reach.generation == self._library.generation()

    @property
    def count(self) -> int:
        """How many passages can be found in it."""
        return self._reach.count if self._collection is not None else 0

    def behind(self) -> int:
        """About how many passages :meth:`follow` has to take in or out."""
        if self.in_step:
            return 0
        if self._collection is None:
            return self._library.count()
        newer = max(0, self._library.last() - self._reach.cursor)
        return newer + max(0, self._reach.count + newer - self._library.count())

    def follow(self, progress: Progress = lambda _done, _all: None) -> None:
        """Take in what the library has gained and out what it has lost.

        ``progress`` is told how many passages are done, of how many; it may raise to stop.

        Raises:
            IndexStorageError: the folder is read-only or full.
            LibraryError: the library cannot be read.
        """
        if self.in_step:
            return
        try:
            if self._collection is not None and self._changed(self._collection, progress):
                return
        except Unusable as fault:
            self.notice = f"The index of documents was built again: {fault}."
        self.build(progress)

    def build(self, progress: Progress = lambda _done, _all: None) -> None:
        """Make the index anew in a fresh directory; raises as :meth:`follow`."""
        reach = Reach(self._library.generation())
        with ExitStack() as failing:
            with self._generations.fresh() as directory:
                made = Collection.create(directory, sync_threshold=SYNC_THRESHOLD, search=SEARCH)
                failing.callback(made.close)
                self._take_in(made, reach, progress)
                self._refuse_damaged(made, reach)
                write_manifest(directory, {**self._sources, **reach.to_json()})
            failing.pop_all()
        before, self._collection, self._reach = self._collection, made, reach
        if before is not None:
            before.close()

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ids of the ``k`` passages nearest to a vector of shape ``(384,)``, with cosines."""
        collection, count = self._collection, self.count
        if collection is None or not count:
            return []
        return collection.nearest(vector[np.newaxis], min(k, count))[0]

    def status(self) -> dict[str, JsonValue]:
        """What it holds, and whether that is all there is."""
        return {
            "backend": "chroma",
            "folder": str(self._generations.folder),
            **self._sources,
            **self._reach.to_json(),
            "in_step": self.in_step,
            "notice": self.notice,
        }

    def close(self) -> None:
        """Release the files and the lock. May be called twice."""
        if self._collection is not None:
            self._collection.close()
            self._collection = None
        self._generations.release()

    def _load(self) -> None:
        current = self._generations.current()
        if current is None:
            return
        try:
            found = read_manifest(current)
            refuse_other(found, self._sources)
            reach = Reach.read(found)
            with ExitStack() as failing:
                collection = Collection.open(current)
                failing.callback(collection.close)
                self._refuse_damaged(collection, reach)
                failing.pop_all()
        except Unusable as fault:
            self.notice = f"The index of documents is built again: {fault}."
            return
        self._collection, self._reach = collection, reach

    def _changed(self, collection: Collection, progress: Progress) -> bool:
        """Whether the collection was brought in step; False when a new one is better."""
        reach = replace(self._reach, generation=self._library.generation())
        directory = self._generations.current()
        gone = self._gone(collection)
        room = reach.count + reach.removed
        if directory is None or reach.removed + len(gone) > REMOVED * room:
            return False
        with storage(self._generations.folder), changing(directory):
            collection.delete(gone)
            reach.count -= len(gone)
            reach.removed += len(gone)
            self._take_in(collection, reach, progress)
            self._refuse_damaged(collection, reach)
            write_manifest(directory, {**self._sources, **reach.to_json()})
        self._reach = reach
        return True

    def _gone(self, collection: Collection) -> list[str]:
        """What the collection holds and the library no more, or anew under the same id.

        Looked for only if there is any.
        """
        newer = {each for page in self._library.vectors(self._reach.cursor) for each in page.ids}
        if self._reach.count + len(newer) == self._library.count():
            return []
        return sorted(collection.ids() - (self._library.ids() - newer))

    def _take_in(self, collection: Collection, reach: Reach, progress: Progress) -> None:
        """Add what the library has after the cursor of ``reach``, a page at a time."""
        total = self._library.count()
        for page in self._library.vectors(reach.cursor):
            collection.add(page.ids, page.vectors)
            reach.cursor = page.cursor
            reach.count += len(page.ids)
            progress(reach.count, total)

    def _refuse_damaged(self, collection: Collection, reach: Reach) -> None:
        """A count alone does not see lost vectors: some are looked up."""
        if collection.count() != reach.count:
            raise Unusable(f"it held {collection.count()} of {reach.count} passages")
        known = self._sampled(reach.cursor)
        found = findable(collection, known) if len(known) else 0
        if found < FOUND * len(known):
            raise Unusable(f"only {found} of {len(known)} known passages could be found in it")

    def _sampled(self, cursor: int) -> Vectors:
        """Vectors of some passages up to ``cursor``, evenly over the library."""
        places = range(0, cursor, max(1, cursor // LOOKED_UP))
        pages = (next(self._library.vectors(place, 1), None) for place in places)
        rows = [page.vectors for page in pages if page is not None and page.cursor <= cursor]
        return np.concatenate(rows) if rows else np.empty((0, 0), dtype=np.float32)
