"""The page's first HTML, made fit for a policy without inline scripts or foreign addresses."""

import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>.*?</script>", re.DOTALL)
_ABOUT_GRADIO = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>', re.DOTALL)
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')


def trimmed(html: str, head: str) -> str:
    """``html`` without inline scripts, link previews and manifest, and with ``head``.

    The scripts hold a copy of the configuration, which the page fetches when they are missing;
    the previews would point every link to the site at pictures on another one.
    """
    for unwanted in (_INLINE_SCRIPT, _ABOUT_GRADIO, _MANIFEST):
        html = unwanted.sub("", html)
    return re.sub(r"\n\s*\n+", "\n", html).replace("</head>", f"{head}\n</head>", 1)


class Front:
    """Passes everything on and rewrites the HTML of the page itself."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        plain = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, _whole(send, self._rewrite))

    def _rewrite(self, body: bytes) -> bytes:
        return trimmed(body.decode(), self._head).encode() if body else body


def _whole(send: Send, rewrite: Callable[[bytes], bytes]) -> Send:
    """Holds an answer back until its body is complete, then sends it rewritten."""
    start: Message = {}
    body = bytearray()

    async def hold(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        new = rewrite(bytes(body))
        if new:
            MutableHeaders(raw=start["headers"])["content-length"] = str(len(new))
        await send(start)
        await send({"type": "http.response.body", "body": new})

    return hold
