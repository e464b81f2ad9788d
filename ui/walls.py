"""What stands between the network and the page: security headers and a list of open doors."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# All of the page framework that the page itself uses. Its other doors (files, uploads, proxying,
# named calls, run history, monitoring) stay shut: a new version cannot open one unnoticed.
DOORS = {
    "GET": re.compile(
        r"/|/config/?|/theme\.css|/manifest\.json|/robots\.txt|/(assets|svelte)/[\w./-]+"
        r"|/gradio_api/(info/?|startup-events|app_id/?|queue/data)"
    ),
    "POST": re.compile(r"/gradio_api/(queue/join|cancel|reset)/?"),
}
MOST_BYTES = 2_000_000


class SecurityHeaders:
    """Adds the policy to every HTTP answer, whoever gave it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class Doors:
    """Lets only the page's own requests through, of a bounded size."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # the page uses none
        elif not is_open(scope["method"], scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif scope["method"] == "POST" and not fits(Headers(scope=scope)):
            await PlainTextResponse("Send at most 2 MB, with its length.", 413)(
                scope, receive, send
            )
        else:
            await self._app(scope, receive, kept(send) if _named_by_content(scope) else send)


def kept(send: Send) -> Send:
    """Lets a browser keep what is sent: its name changes whenever its content does."""

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = "public, max-age=31536000, immutable"
        await send(message)

    return keep


def _named_by_content(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/assets/"))


def is_open(method: str, path: str) -> bool:
    """Whether the page needs this request."""
    door = DOORS.get("GET" if method == "HEAD" else method)
    return door is not None and ".." not in path and door.fullmatch(path) is not None


def fits(headers: Headers) -> bool:
    """Whether a body says its length and that it is small enough."""
    length = headers.get("content-length", "")
    return length.isdigit() and int(length) <= MOST_BYTES
