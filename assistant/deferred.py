"""A heavy part that is made in the background and waited for only when it is used."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

Part = TypeVar("Part")

log = logging.getLogger(__name__)


class Deferred(Generic[Part]):
    """Makes its part once, in a thread of its own, from the moment it is created."""

    def __init__(self, make: Callable[[], Part], name: str) -> None:
        self._part: Future[Part] = Future()
        self._make = make
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def get(self) -> Part:
        """The part, as soon as it is there; raises what making it raised."""
        return self._part.result()

    def ready(self) -> bool:
        """Whether the part was made without an error."""
        return self._part.done() and self._part.exception() is None

    def wait(self) -> None:
        """Until the making has ended, however it ended."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self._part.set_result(self._make())
        except BaseException as error:  # noqa: BLE001  # handed to whoever waits for the part
            log.error("%s cannot be used: %s", self._thread.name, error)
            self._part.set_exception(error)
