"""Documents people add beside the article: adding, removing, listing and showing them.

They serve answers and are shown as sources; the rules never see them.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from assistant.errors import AssistantError, BadInput, StorageError
from assistant.parts import own
from assistant.settings import Settings
from knowledge.documents.document import DocumentRow
from knowledge.documents.files import MEGABYTE
from knowledge.documents.ingest import Event, Finished, Ingest, Started, Watch, Working
from knowledge.documents.library import Library, LibraryError
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.search.generations import IndexFault
from knowledge.search.library import SMALL
from knowledge.search.passages import FOLDER, PassageIndex
from knowledge.shapes import DocumentDict
from knowledge.tokens import TokensError, count_tokens

__all__ = ["Event", "Finished", "Started", "Working"]

MOST_THREADS = 4

log = logging.getLogger(__name__)


def add_documents(settings: Settings, paths: Sequence[Path], watch: Watch) -> list[Finished]:
    """What became of every file of ``paths`` and of the folders among them.

    ``watch`` is told of each step. Each file is kept whole or not at all; after a stop, what was
    told as finished is there, and adding the same again goes on from there.

    Raises:
        Busy: another process owns the data folder.
        StorageError: the data folder cannot be used, or is full.
        AssistantError: the embedding model or the token ranks cannot be used.
    """
    with _owned(settings) as library:
        embedder = _embedder()
        library.adopt(embedder.MODEL, embedder.encode)
        limit = settings.max_document_mb * MEGABYTE
        finished = Ingest(library, embedder.encode, count_tokens, limit, watch).add(paths)
        if library.count() > SMALL:
            _index(settings, library, embedder.MODEL, watch)
    return finished


def remove_document(settings: Settings, document: str) -> DocumentRow:
    """The document that was removed, with its passages; its file stays where it is.

    Raises:
        BadInput: there is no document of this id.
        Busy, StorageError: as :func:`add_documents`.
    """
    with _owned(settings) as library:
        held = library.document(document)
        if held is None:
            raise BadInput(
                f"There is no added document {document[:80]!r}; `prompt-or-tune index status` "
                "lists those there are."
            )
        library.remove(document)
    return held


def rebuild_library(settings: Settings) -> None:
    """Make the index of words, and vectors of another model, again from the stored texts.

    Raises:
        Busy, StorageError, AssistantError: as :func:`add_documents`.
    """
    with _owned(settings) as library:
        embedder = _embedder()
        library.adopt(embedder.MODEL, embedder.encode)
        library.reindex()
        if library.count():
            _index(settings, library, embedder.MODEL, lambda _: None, fresh=True)


def documents(folder: Path) -> list[DocumentRow]:
    """Every added document in the data folder.

    Raises:
        StorageError: the library cannot be read.
    """
    with _faults(), Library.open(folder) as library:
        return library.documents()


def passages_in_index(folder: Path) -> int:
    """How many passages the verified vector index holds; the rest is taken in when it is used.

    Raises:
        StorageError: the library cannot be read, or the index folder cannot be used.
    """
    with _faults(), Library.open(folder) as library:
        if not library.count():
            return 0
        try:
            with PassageIndex.open(folder, library, Embedder.MODEL) as index:
                return index.count
        except IndexFault as fault:
            raise StorageError(f"{fault}.") from fault


def shown(library: Library | None, document: str) -> DocumentDict:
    """An added document whole, with the spans of its passages; ``library`` may be unusable.

    Raises:
        BadInput: there is no document of this id.
        StorageError: the library cannot be read.
    """
    with _faults():
        held = library.document(document) if library else None
        if library is None or held is None:
            raise BadInput(
                f"There is no document {document[:80]!r}; there is 'article', and what "
                "`prompt-or-tune index status` lists."
            )
        text = library.text(document) or ""
        spans = library.spans(document)
    return {
        "id": held.id,
        "title": held.title,
        "text": text,
        "passages": [
            {"id": span.id, "section": span.section, "start": span.start, "end": span.end}
            for span in spans
        ],
    }


def _index(
    settings: Settings, library: Library, model: str, watch: Watch, *, fresh: bool = False
) -> None:
    """Bring the vector index in step with ``library``; where it cannot, searches are exact."""
    place = settings.data_dir / FOLDER

    def progress(done: int, passages: int) -> None:
        watch(Working(place, done, passages))

    try:
        with PassageIndex.open(settings.data_dir, library, model) as index:
            (index.build if fresh else index.follow)(progress)
    except IndexFault as fault:
        log.warning("Documents are searched in memory: %s", fault)


def _embedder() -> Embedder:
    return Embedder(threads=min(MOST_THREADS, os.cpu_count() or 1))


@contextmanager
def _owned(settings: Settings) -> Iterator[Library]:
    with ExitStack() as opening, _faults():
        own(settings.data_dir, opening)
        yield opening.enter_context(Library.open(settings.data_dir))


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except LibraryError as fault:
        raise StorageError(f"{fault}.") from fault
    except (EmbeddingError, TokensError) as fault:
        raise AssistantError(str(fault)) from fault
