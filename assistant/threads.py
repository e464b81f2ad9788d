"""The graph's threads, one a conversation: run, look at, settle, forget; each safe to show when
the file fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.store import storage_errors
from graphs.services import Context, Services
from graphs.state import ConversationState, Incoming

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


class Threads:
    """The compiled conversation over its durable checkpoints.

    Every method raises :class:`assistant.errors.StorageError` when the file cannot be used.
    """

    def __init__(self, graph: Any, services: Services, path: Path) -> None:
        self._graph = graph
        self._context = Context(services)
        self._path = path

    def run(self, conversation: str, message: Incoming) -> ConversationState:
        """The state after one message; on disk when this returns."""
        with self._stored():
            state = self._graph.invoke(
                {"message": message},
                _thread(conversation),
                context=self._context,
                durability="exit",
            )
        return cast(ConversationState, state)

    def state(self, conversation: str) -> ConversationState:
        """What the newest checkpoint holds; empty for an unknown thread."""
        with self._stored():
            return cast(ConversationState, self._graph.get_state(_thread(conversation)).values)

    def settle(self, conversation: str, message_id: str) -> None:
        """Counts a message as taken to its end, although its run failed."""
        with self._stored():
            taken = {"message_id": message_id}
            self._graph.update_state(_thread(conversation), taken, as_node="ask")

    def forget(self, conversation: str) -> None:
        """Removes a thread, its words from the file as well."""
        saver = self._graph.checkpointer
        with self._stored():
            saver.delete_thread(conversation)
            with saver.lock:
                saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _stored(self) -> Iterator[None]:
        with storage_errors(self._path):
            yield


def _thread(conversation: str) -> "RunnableConfig":
    return {"configurable": {"thread_id": conversation}}
