"""An ASGI app that is still being loaded while the server already answers."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Later:
    """Passes requests on as soon as there is an app to pass them to; until then they wait."""

    def __init__(self) -> None:
        self._there = asyncio.Event()
        self._app: ASGIApp | None = None

    def set(self, app: ASGIApp) -> None:
        """The app from now on."""
        self._app = app
        self._there.set()

    @property
    def ready(self) -> bool:
        """Whether requests are passed on at once."""
        return self._there.is_set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._there.wait()
        assert self._app is not None
        await self._app(scope, receive, send)
