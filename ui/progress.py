"""A progress bar on standard error, shown to people only; the one owner of rich."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.documents import Event, Started, Working
from ui.shelf import printable

if TYPE_CHECKING:
    from rich.progress import Progress

NAME = 40


class Bar:
    """Files done of all files, and passages done of a long one; a context manager.

    What is told while it is shown stands above it.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        if self._shown:
            self._progress = _progress()
            self._progress.start()
            self._files = self._progress.add_task("", total=None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._progress:
            self._progress.stop()

    def watch(self, event: Event) -> None:
        """Moves the bar."""
        if not self._progress:
            return
        if isinstance(event, Started):
            self._progress.update(self._files, total=event.files)
        elif isinstance(event, Working):
            part = f" {event.done:,}/{event.passages:,} passages" if event.passages else ""
            name = printable(event.path.name)[-NAME:]
            self._progress.update(self._files, description=f"{name}{part}")
        else:
            self._progress.advance(self._files)

    def tell(self, line: str) -> None:
        """One line on standard error."""
        if self._progress:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr, flush=True)


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
