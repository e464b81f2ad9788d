"""Everything one running assistant holds: the rules at once, the heavy parts in the background."""

import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from assistant.checkpoints import check, checkpointer
from assistant.deferred import Deferred
from assistant.errors import AssistantError, Busy, StorageError
from assistant.rules import rulebook_of
from assistant.settings import Settings
from assistant.threads import Threads
from graphs.services import Services
from knowledge.agenda import Agenda
from knowledge.documents.library import Library, LibraryError
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.shapes import AnswerDict, UnderstandingDict

if TYPE_CHECKING:
    from knowledge.documents.combined import CombinedAnswers
    from knowledge.reading import Reader

CHECKPOINTS = "checkpoints.sqlite"

log = logging.getLogger(__name__)


class Parts:
    """Owns the data folder and what works on it; used as a context manager."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._assemble(self._settings.data_dir)
        except BaseException:  # whatever kept it from opening, nothing stays open
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for part in (self._graph, self._reader, self._answers):
            part.wait()
        self._open.close()

    def _assemble(self, folder: Path) -> None:
        own(folder, self._open)
        check(folder / CHECKPOINTS)
        self.library = open_library(folder, self._open)
        rulebook = rulebook_of(self._settings)
        engine = Engine(rulebook)
        agenda = Agenda(rulebook, engine)
        self.services = Services(rulebook, engine, agenda, self._read, self._answer)
        self._embedder = Embedder()
        self._reader = Deferred(self._make_reader, "reader")
        self._graph = Deferred(self._make_graph, "graph")
        self._answers = Deferred(self._make_answers, "answers")

    @property
    def graph(self) -> Any:
        """The compiled conversation, waited for if it is still being made."""
        return self._graph.get()

    @property
    def threads(self) -> Threads:
        """The graph's threads, over the checkpoints of the data folder."""
        return Threads(self.graph, self.services, self._settings.data_dir / CHECKPOINTS)

    def state(self) -> dict[str, bool]:
        """Which background parts are ready."""
        parts = {"graph": self._graph, "reader": self._reader, "answers": self._answers}
        return {name: part.ready() for name, part in parts.items()}

    def _read(self, text: str, topic: str | None, facts: Sequence[str]) -> UnderstandingDict:
        return self._reader.get().read(text, topic, facts)

    def _answer(self, question: str, facts: Mapping[str, Fact]) -> AnswerDict:
        try:
            return self._answers.get().answer(question, facts)
        except EmbeddingError as missing:
            raise AssistantError(str(missing)) from missing

    def _make_reader(self) -> "Reader":
        from knowledge.reading import HeadsError, Reader

        encode = None
        try:
            self._embedder.load()
            encode = self._embedder.encode
        except EmbeddingError as missing:
            log.warning("Reading by words alone: %s", missing)
        try:
            return Reader(self.services.rulebook, encode)
        except HeadsError as broken:
            raise AssistantError(str(broken)) from broken

    def _make_graph(self) -> Any:
        saver = self._open.enter_context(checkpointer(self._settings.data_dir / CHECKPOINTS))
        from graphs.conversation import durable_graph

        return durable_graph(saver)

    def _make_answers(self) -> "CombinedAnswers":
        from assistant.answering import open_answers

        folder, article = self._settings.data_dir, self.services.rulebook.article
        return open_answers(
            folder, article, self.library, self._embedder, self._open, build=True
        ).combined


def open_library(folder: Path, opening: ExitStack) -> Library | None:
    """The added documents, until ``opening`` closes; without them the article still answers."""
    try:
        return opening.enter_context(Library.open(folder))
    except LibraryError as fault:
        log.warning("Answering from the article alone: %s", fault)
        return None


def own(folder: Path, opening: ExitStack) -> None:
    """Makes this process the one owner of the data folder until ``opening`` closes.

    Raises:
        Busy: another process owns it.
        StorageError: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "owner.lock", timeout=0)
        opening.enter_context(lock)
        (folder / "owner.pid").write_text(str(os.getpid()))
    except Timeout as held:
        raise Busy(
            f"The data folder {folder} is in use by another running prompt-or-tune. Stop that one, "
            "or give this one a folder of its own with PROMPT_OR_TUNE_DATA_DIR."
        ) from held
    except OSError as refused:
        raise StorageError(
            f"The data folder {folder} cannot be written ({refused.strerror}). Give it write "
            "permission, free some space, or choose another with PROMPT_OR_TUNE_DATA_DIR."
        ) from refused
