"""Adding files to the library: each is read, cut, embedded and kept, or named with what is wrong.

What one file does never touches another: a bad one is skipped and the rest go on. A file whose
content is known is not worked on again.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.documents.document import DocumentRow
from knowledge.documents.extraction import Unreadable, extract
from knowledge.documents.files import Found, find_files, read_file
from knowledge.documents.library import Library
from knowledge.documents.passages import Count, passages_of
from knowledge.embedding import Encode, Vectors

Outcome = Literal["added", "updated", "unchanged", "duplicate", "skipped"]


@dataclass(frozen=True, slots=True)
class Started:
    """How many files will be looked at."""

    files: int


@dataclass(frozen=True, slots=True)
class Working:
    """One file is worked on; ``done`` of ``passages`` have their vectors."""

    path: Path
    done: int
    passages: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one file: ``id`` and ``passages`` unless it was skipped, else ``reason``."""

    path: Path
    outcome: Outcome
    id: str | None = None
    passages: int = 0
    reason: str | None = None


Event = Started | Working | Finished
Watch = Callable[[Event], None]


class Ingest:
    """Adds files to ``library``; memory is bounded by the largest file and a batch of vectors."""

    def __init__(
        self, library: Library, encode: Encode, count: Count, limit: int, watch: Watch
    ) -> None:
        """``count`` counts tokens, ``limit`` is in bytes a file, ``watch`` is told of each step."""
        self._library = library
        self._encode = encode
        self._count = count
        self._limit = limit
        self._watch = watch

    def add(self, paths: Iterable[Path]) -> list[Finished]:
        """Every file of ``paths`` and of the folders among them, in one transaction each.

        Raises:
            LibraryError: nothing more can be kept; what was reported before is.
        """
        files = find_files(paths)
        self._watch(Started(len(files)))
        finished = []
        for file in files:
            done = self._one(file)
            finished.append(done)
            self._watch(done)
        return finished

    def _one(self, file: Found) -> Finished:
        self._watch(Working(file.path, 0, 0))
        try:
            if file.fault:
                raise Unreadable(file.fault)
            content = read_file(file.path, self._limit)
            known = self._known(file.path, hashlib.sha256(content).hexdigest())
            return known or self._kept(file.path, content)
        except Unreadable as fault:
            held = self._library.at(file.path)
            kept = f"; what was taken from it before stays, as {held.id}" if held else ""
            return Finished(file.path, "skipped", reason=f"{fault}{kept}")

    def _known(self, path: Path, sha256: str) -> Finished | None:
        """Told from its content alone, when nothing has to be done."""
        held = self._library.at(path)
        if held:
            same = held.sha256 == sha256
            return Finished(path, "unchanged", held.id, held.passages) if same else None
        twin = self._library.with_content(sha256)
        if twin is None:
            return None
        return Finished(path, "duplicate", twin.id, twin.passages, f"same content as {twin.path}")

    def _kept(self, path: Path, content: bytes) -> Finished:
        document = extract(path, content)
        spans = passages_of(document.text, document.blocks, self._count)
        if not spans:
            raise Unreadable("it holds no words; nothing was taken from it")
        outcome: Outcome = "updated" if self._library.at(path) else "added"
        row: DocumentRow = self._library.add(document, spans, self._counted(path, len(spans)))
        return Finished(path, outcome, row.id, row.passages)

    def _counted(self, path: Path, passages: int) -> Encode:
        """``encode`` that tells how far it is."""
        done = 0

        def encode(texts: Sequence[str]) -> Vectors:
            nonlocal done
            vectors = self._encode(texts)
            done += len(texts)
            self._watch(Working(path, done, passages))
            return vectors

        return encode
