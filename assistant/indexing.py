"""The knowledge index seen from outside: its state, and building it anew."""

from datetime import UTC, datetime

from assistant.documents import documents, passages_in_index, rebuild_library
from assistant.errors import AssistantError, Busy, StorageError
from assistant.settings import Settings
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.entries import load_entries
from knowledge.loading import load_article
from knowledge.search.entries import Index
from knowledge.search.generations import IndexBusyError, IndexStorageError
from knowledge.shapes import JsonValue


def index_status(settings: Settings) -> dict[str, JsonValue]:
    """What is indexed, verified; built first when there is none.

    Raises:
        Busy: another process has the index open.
        StorageError: the data folder cannot be used.
        AssistantError: the embedding model cannot be used.
    """
    return {**_opened(settings, fresh=False), **_added(settings)}


def rebuild_index(settings: Settings) -> dict[str, JsonValue]:
    """The state of an index built anew from its sources; raises as :func:`index_status`."""
    rebuild_library(settings)
    return {**_opened(settings, fresh=True), **_added(settings)}


def _added(settings: Settings) -> dict[str, JsonValue]:
    held = documents(settings.data_dir)
    rows: list[JsonValue] = [
        {
            "id": row.id,
            "title": row.title,
            "path": row.path,
            "format": row.format,
            "sha256": row.sha256,
            "characters": row.characters,
            "passages": row.passages,
            "added": datetime.fromtimestamp(row.added, UTC).isoformat(timespec="seconds"),
        }
        for row in held
    ]
    return {
        "passages": sum(row.passages for row in held),
        "passages_in_index": passages_in_index(settings.data_dir),
        "documents": rows,
    }


def _opened(settings: Settings, *, fresh: bool) -> dict[str, JsonValue]:
    entries = load_entries(load_article())
    try:
        with Index.open(settings.data_dir, Embedder(), entries, fresh=fresh) as index:
            return index.status()
    except IndexBusyError as busy:
        raise Busy(f"{busy}.") from busy
    except IndexStorageError as fault:
        raise StorageError(f"{fault}.") from fault
    except EmbeddingError as fault:
        raise AssistantError(str(fault)) from fault
