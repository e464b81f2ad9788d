"""Where an index lies on disk: fresh directories, one of them current, all owned by one process.

A directory is written, verified and then made the current one by renaming a pointer, so that a
stop at any moment leaves the old index or the new one. ``dirty`` in it marks a change under way.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.search.chroma import Unusable
from knowledge.shapes import JsonValue

MANIFEST = "manifest.json"
DIRTY = "dirty"


class IndexFault(RuntimeError):
    """The index on disk cannot be used; safe to show."""


class IndexBusyError(IndexFault):
    """Another process owns the index folder."""


class IndexStorageError(IndexFault):
    """The index folder cannot be read or written."""


class Generations:
    """The directories of one index in ``folder``; made by :meth:`own`."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock

    @classmethod
    def own(cls, folder: Path) -> "Generations":
        """Owner of ``folder``, made if need be, until :meth:`release`.

        Raises:
            IndexBusyError: another process owns it.
            IndexStorageError: it is read-only, full or no folder.
        """
        with storage(folder), ExitStack() as failing:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "lock", blocking=False, thread_local=False)
            try:
                lock.acquire()
            except Timeout as held:
                raise IndexBusyError(
                    f"another running prompt-or-tune uses the index in {folder}; stop it, or give "
                    "this one its own folder with PROMPT_OR_TUNE_DATA_DIR"
                ) from held
            failing.callback(lock.release)
            generations = cls(folder, lock)
            current = generations.current()
            remove_others(folder, current.name if current is not None else "")
            failing.pop_all()
        return generations

    def release(self) -> None:
        """Give the folder up. May be called twice."""
        self._lock.release()

    def current(self) -> Path | None:
        """The current directory, None where none was ever made."""
        try:
            name = (self.folder / "current").read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            name = "damaged"
        return self.folder / name

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """A new directory to fill, its manifest last; the current one when the block ends well.

        A block that fails leaves nothing behind.

        Raises:
            IndexStorageError: it cannot be written, or was not found whole.
        """
        directory = self.folder / f"generation-{uuid.uuid4().hex}"
        try:
            yield directory
            switch(self.folder, directory.name)
        except (Unusable, OSError) as fault:
            raise IndexStorageError(_cannot_write(self.folder, str(fault))) from fault
        finally:
            if self.current() != directory:
                shutil.rmtree(directory, ignore_errors=True)


def write_manifest(directory: Path, manifest: Mapping[str, JsonValue]) -> None:
    """What the index in ``directory`` was made from, replaced as a whole."""
    _replace(directory / MANIFEST, json.dumps(manifest))


def read_manifest(directory: Path) -> dict[str, JsonValue]:
    """What the index in ``directory`` was made from.

    Raises:
        Unusable: it is missing, damaged, or a change was under way when the process ended.
    """
    try:
        found = json.loads((directory / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise Unusable("its manifest was missing or damaged") from fault
    if (directory / DIRTY).exists():
        raise Unusable("a change to it had not been finished")
    return found if isinstance(found, dict) else {}


@contextmanager
def changing(directory: Path) -> Iterator[None]:
    """Marks the index in ``directory`` as being changed; the mark stays when that fails."""
    _replace(directory / DIRTY, "")
    yield
    (directory / DIRTY).unlink()


def switch(folder: Path, name: str) -> None:
    """Make ``name`` the current generation and remove the others."""
    _replace(folder / "current", name)
    remove_others(folder, name)


def remove_others(folder: Path, name: str) -> None:
    """Remove every generation but ``name``: former ones, and what a stop left half made."""
    for other in folder.glob("generation-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def storage(folder: Path) -> Iterator[None]:
    """Turns what the system says of ``folder`` into :class:`IndexStorageError`."""
    try:
        yield
    except OSError as fault:
        raise IndexStorageError(_cannot_write(folder, str(fault.strerror or fault))) from fault


def _replace(file: Path, content: str) -> None:
    """On disk before it counts: a name never stands for content that was not written."""
    new = file.with_name(f"{file.name}.new")
    with new.open("w", encoding="utf-8") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    new.replace(file)


def _cannot_write(folder: Path, fault: str) -> str:
    return (
        f"the index cannot be kept in {folder} ({fault}); free space there, make it writable, or "
        "choose another folder with PROMPT_OR_TUNE_DATA_DIR"
    )
