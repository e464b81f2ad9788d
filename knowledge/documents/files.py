"""Finding the files to add, and reading one whole or not at all."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.extraction import Unreadable, format_of

MEGABYTE = 1_000_000
# Not to wait for a pipe that nobody writes to, where there are such; bytes as they are on Windows.
OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to add, or, with a ``fault``, a path that is passed over and why."""

    path: Path
    fault: str | None = None


def find_files(paths: Iterable[Path]) -> list[Found]:
    """Every file under ``paths``, each once, folders in the order of names.

    A path given by name is taken as it is, links followed. In folders, hidden entries and files
    of other formats are left out, and links are named as faults: they may lead round in a circle
    or out of what was meant.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        for each in _under(path):
            found.setdefault(each.path, each)
    return list(found.values())


def read_file(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most ``limit`` bytes, as it was at one moment.

    Raises:
        Unreadable: it is gone, locked away, too large, no file, or changes while being read.
    """
    try:
        descriptor = os.open(path, OPENING)
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            _refuse_unfit(before, limit)
            content = file.read(limit + 1)
            after = os.fstat(descriptor)
    except FileNotFoundError as fault:
        raise Unreadable("it is gone; add it again when it is back") from fault
    except OSError as fault:
        raise Unreadable(_cannot(fault)) from fault
    if len(content) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise Unreadable("it changed while it was read; add it again when it is at rest")
    return content


def _refuse_unfit(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("it is neither a file nor a folder; give a file with text in it")
    if status.st_size > limit:
        raise Unreadable(
            f"it has {status.st_size / MEGABYTE:,.1f} MB, at most {limit / MEGABYTE:,.0f} are "
            "read; split it, or raise PROMPT_OR_TUNE_MAX_DOCUMENT_MB"
        )


def _under(path: Path) -> Iterator[Found]:
    try:
        whole = _home(path).resolve(strict=True)
        folder = whole.is_dir()
    except FileNotFoundError:
        yield Found(path, "there is no such file or folder; check the path")
    except (OSError, RuntimeError) as fault:  # RuntimeError: links in a circle, before Python 3.13
        yield Found(path, _cannot(fault))
    else:
        yield from _in_folder(whole) if folder else [Found(whole)]


def _home(path: Path) -> Path:
    """``~`` is a home folder where shells leave it to us, unless no user is called that."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _in_folder(top: Path) -> Iterator[Found]:
    """Without recursion: folders may nest deeper than Python's stack."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as fault:
            yield Found(folder, _cannot(fault))
            continue
        folders = []
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                if format_of(path) or _leads_to_folder(path):
                    yield Found(path, "it is a link, not followed in folders; add what it leads to")
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif format_of(path):
                yield Found(path)
        waiting.extend(reversed(folders))


def _leads_to_folder(link: Path) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return False


def _cannot(fault: OSError | RuntimeError) -> str:
    reason = getattr(fault, "strerror", None) or "its links lead in a circle"
    return f"it cannot be read ({reason}); mend that, and add it again"
