"""The web application: health, the article, static files and, once it is loaded, the chat page."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from assistant.settings import Settings
from ui.desk import Desk
from ui.later import Later
from ui.sources import sources
from ui.walls import SecurityHeaders

if TYPE_CHECKING:
    from assistant.service import Assistant

STATIC = Path(__file__).parent / "static"
# Gradio reads these when it is imported. The two numbers spare it a table of its last 10,000
# events that it would otherwise rebuild after every one of them.
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "100",
}


class Static(StaticFiles):
    """Static files that a browser checks for a newer version each time."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, or 304 when the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Site:
    """What one web application holds while it runs."""

    def __init__(self, settings: Settings, on_ready: Callable[[], None]) -> None:
        self.settings = settings
        self.on_ready = on_ready
        self.service: Future[Assistant] = Future()
        self.page = Later()
        self.stopping = asyncio.Event()

    def assistant(self) -> "Assistant":
        """The service, waited for while it opens."""
        return self.service.result()

    def missing(self) -> list[str]:
        """The parts that are not there yet."""
        page = [] if self.page.ready else ["page"]
        if not self.service.done():
            return [*page, "assistant"]
        return page + [name for name, there in self.assistant().ready().items() if not there]

    async def run(self) -> None:
        """Loads the page, then the service, and holds both until the server stops.

        The page comes first: its libraries take longest, and a browser has its own loading to
        do while the service opens.
        """
        shell = FastAPI(openapi_url=None, middleware=[cors(self.settings)])
        mounted = await asyncio.to_thread(load_page)
        if self.stopping.is_set():
            return
        page = mounted(shell, Desk(self.service), self.settings.browser_secret)
        async with shell.router.lifespan_context(shell):
            self.page.set(page)
            assistant = await asyncio.to_thread(self._open_assistant)
            self.on_ready()
            try:
                await self.stopping.wait()
            finally:
                await asyncio.to_thread(assistant.close)

    def _open_assistant(self) -> "Assistant":
        from assistant.service import Assistant

        assistant = Assistant(self.settings)
        self.service.set_result(assistant)
        return assistant


def load_page() -> Callable[[FastAPI, Desk, str], ASGIApp]:
    """What builds the page. Importing Gradio takes seconds, so this is for a thread."""
    os.environ.update(QUIET)
    from ui.chat import mounted

    return mounted


def cors(settings: Settings) -> Middleware:
    """Only the listed origins may read answers; none by default. Gradio's own rule is looser."""
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Content-Type", "Authorization", "Idempotency-Key"],
        allow_credentials=False,
    )


def create_app(
    settings: Settings,
    on_ready: Callable[[], None] = lambda: None,
    on_failure: Callable[[BaseException], None] = lambda _: None,
) -> FastAPI:
    """The application, loading in the background from the moment it starts.

    ``on_ready`` is called when the page can be opened, ``on_failure`` with what kept the page
    or the service from loading.
    """
    site = Site(settings, on_ready)

    def ended(running: "asyncio.Task[None]") -> None:
        failure = None if running.cancelled() else running.exception()
        if failure is not None:
            if not site.service.done():
                site.service.set_exception(failure)
            on_failure(failure)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        running = asyncio.create_task(site.run())
        running.add_done_callback(ended)
        try:
            yield
        finally:
            site.stopping.set()
            await asyncio.wait([running])

    app = FastAPI(
        title="Prompt or Tune",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(GZipMiddleware, minimum_size=1_000),
            cors(settings),
        ],
    )
    app.include_router(health(site))
    app.include_router(sources(site.assistant))
    app.mount("/static", Static(directory=STATIC))
    app.mount("/", site.page)
    return app


def health(site: Site) -> APIRouter:
    """Whether the process lives, and whether everything it needs is there."""
    router = APIRouter()

    @router.get("/healthz")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready() -> Response:
        missing = site.missing()
        return JSONResponse({"ready": not missing, "missing": missing}, 503 if missing else 200)

    @router.get("/favicon.ico")
    async def icon() -> Response:
        return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")

    return router
