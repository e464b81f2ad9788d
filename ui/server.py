"""Runs the web application: one port, one process, a clear word when something is in the way."""

import contextlib
import socket
import sys
import webbrowser
from threading import Thread

import uvicorn

from assistant import AssistantError
from assistant.settings import Settings
from ui.site import create_app

STOP_WITHIN = 3  # seconds that open pages may keep a stopping server waiting


def serve(
    settings: Settings,
    *,
    host: str | None = None,
    port: int | None = None,
    open_browser: bool = True,
) -> int:
    """Serves until stopped; returns the exit code, 1 when the port or the data cannot be had."""
    host = settings.host if host is None else host
    port = settings.port if port is None else port
    try:
        listener = listen(host, port)
    except OSError as refused:
        print(in_the_way(host, port, refused), file=sys.stderr)
        return 1
    failures: list[BaseException] = []

    def stop(failure: BaseException) -> None:
        failures.append(failure)
        server.should_exit = True

    def announce() -> None:
        print(f"The chat is at {address(listener)} (Ctrl+C stops it).", file=sys.stderr)
        if open_browser:
            Thread(target=webbrowser.open, args=[address(listener)], daemon=True).start()

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, announce, stop),
            timeout_graceful_shutdown=STOP_WITHIN,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
    )
    with contextlib.closing(listener), contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return _ended(failures)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one.

    Raises:
        OSError: the port is taken or not allowed, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def address(listener: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def in_the_way(host: str, port: int, refused: OSError) -> str:
    """Why the server cannot listen, and what to do."""
    reason = refused.strerror or str(refused)
    return (
        f"Port {port} on {host} cannot be used ({reason}). Is another prompt-or-tune running? "
        f"Stop it, or choose another port: prompt-or-tune serve --port {port + 1}"
    )


def _ended(failures: list[BaseException]) -> int:
    for failure in failures:
        if not isinstance(failure, AssistantError):
            raise failure
        print(failure.message, file=sys.stderr)
    return 1 if failures else 0
