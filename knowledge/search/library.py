"""Nearest passages of the library as it is now: by its index, or exactly where that is not ready.

The library is followed: a small change is taken into the index before the next search, a large one
in a thread of its own while the search goes on with what there is. A small library is searched
exactly in any case.
"""

import logging
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread

import numpy as np

from knowledge.documents.library import Library, LibraryError
from knowledge.embedding import Vectors
from knowledge.search.chroma import Unusable
from knowledge.search.generations import IndexFault
from knowledge.search.passages import PassageIndex
from knowledge.shapes import JsonValue

# Taken in while a question waits: half a second at most.
SMALL = 500
# Up to here every vector is compared: measured, 0.1 ms where Chroma's graph takes 1 ms. And none is
# passed over: among thousands of equal passages the graph was seen to lose others from sight.
EXACT = 5_000

log = logging.getLogger(__name__)


class ExactSearch:
    """Every vector of the library in memory (1.5 KB a passage), compared one by one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._held: tuple[str, list[str], Vectors] | None = None
        self._reading = Lock()

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """As :meth:`PassageIndex.query`, always of the library as it is."""
        _, ids, vectors = self._current()
        if not ids:
            return []
        scores = vectors @ vector
        some = np.argpartition(-scores, k)[:k] if len(ids) > k else np.arange(len(ids))
        best = some[np.argsort(-scores[some], kind="stable")]
        return [(ids[row], float(scores[row])) for row in best]

    def forget(self) -> None:
        """Give the memory back until the next query."""
        self._held = None

    def _current(self) -> tuple[str, list[str], Vectors]:
        with self._reading:  # read once, however many ask at the same time
            generation = self._library.generation()
            held = self._held
            if held is None or held[0] != generation:
                pages = list(self._library.vectors())
                ids = [each for page in pages for each in page.ids]
                none = np.empty((0, 1), dtype=np.float32)
                vectors = np.concatenate([page.vectors for page in pages]) if pages else none
                held = self._held = (generation, ids, vectors)
            return held


class Closing(Exception):
    """What is under way is given up."""


class LibrarySearch:
    """Searches the library of a data folder. Thread-safe; close it."""

    def __init__(self, folder: Path, library: Library, model: str, *, build: bool) -> None:
        """``build``: whether large changes are taken into the index, behind the searches.

        Where they are not, or the index cannot be used, ``notice`` says why and every search is
        exact.

        Raises:
            LibraryError: the library cannot be read.
        """
        self._open = partial(PassageIndex.open, folder, library, model)
        self._library = library
        self._build = build
        self._exact = ExactSearch(library)
        self._index: PassageIndex | None = None
        self._seen = ""
        self._lagging = False
        self._following = Lock()
        self._closing = Event()
        self._worker: Thread | None = None
        self.notice: str | None = None
        try:
            self._follow()
        except BaseException:  # no owner is left behind, whatever failed
            self.close()
            raise

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ids of the ``k`` passages nearest to a vector of shape ``(384,)``, with cosines.

        While a large change is taken in, an id may be of a passage that is no more.

        Raises:
            LibraryError: the library cannot be read.
        """
        self._follow()
        index = self._index
        if index is not None and index.count > EXACT and not self._lagging:
            try:
                return index.query(vector, k)
            except Unusable as fault:
                log.warning("The index of documents cannot be used: %s", fault)
        return self._exact.query(vector, k)

    def wait(self) -> None:
        """Until the index holds what the library held when this was called, or cannot."""
        self._follow()
        if self._worker is not None:
            self._worker.join()

    def status(self) -> dict[str, JsonValue]:
        """How searches are made at present."""
        held = self._index.status() if self._index is not None else {}
        return {"backend": "memory", **held, "notice": self.notice}

    def close(self) -> None:
        """Give up what is under way and release the index. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._following.acquire()  # kept: what is under way has ended, and nothing begins any more
        if self._index is not None:
            self._index.close()

    def _follow(self) -> None:
        generation = self._library.generation()
        if generation == self._seen or not self._following.acquire(blocking=False):
            return
        try:
            index = self._opened()
            behind = index.behind() if index is not None else 0
            self._seen = generation
        except BaseException:  # the next search may try again
            self._following.release()
            raise
        if index is None or behind <= SMALL:
            self._take_in(index)
        elif self._build:
            self._worker = Thread(
                target=self._take_in, args=(index,), name="documents", daemon=True
            )
            self._worker.start()
        else:
            self._lagging = True
            self._following.release()

    def _opened(self) -> PassageIndex | None:
        if self._index is None and self._library.count():
            try:
                self._index = self._open()
            except IndexFault as fault:
                self._refused(fault)
        return self._index

    def _take_in(self, index: PassageIndex | None) -> None:
        """Bring ``index`` in step; releases the lock that :meth:`_follow` took."""
        try:
            if index is not None:
                index.follow(self._go_on)
                self._lagging = False
                self._exact.forget()
        except (IndexFault, LibraryError) as fault:
            self._refused(fault)
        except Closing:
            log.info("The index of documents is brought in step at the next start.")
        finally:
            self._following.release()

    def _go_on(self, done: int, total: int) -> None:
        if self._closing.is_set():
            raise Closing(f"{done} of {total} passages were taken in")

    def _refused(self, fault: Exception) -> None:
        log.warning("%s", fault)
        self._lagging = True
        self.notice = f"Searching the documents in memory: {fault}."
