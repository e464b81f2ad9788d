"""The real server as a process of its own, for tests that come in through its HTTP door."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from conftest import ROOT

START = 60  # seconds a busy machine may take; the benchmark holds the real figure


@dataclass(frozen=True)
class Served:
    """A running server: where it is, its process, what it says and where it keeps things."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    folder: Path

    def stop(self) -> float:
        """Ends it as Ctrl-C does; the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        return time.monotonic() - began


@contextmanager
def served(folder: Path, port: int = 0, **settings: str) -> Iterator[Served]:
    """A server over the data in ``folder`` until the block ends; outside connections fail."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("PROMPT_OR_TUNE_")}
    env = kept | {
        "PYTHONPATH": str(ROOT),
        "PROMPT_OR_TUNE_DATA_DIR": str(folder / "data"),
        "GRADIO_TEMP_DIR": str(folder / "uploads"),
        **settings,
    }
    command = [sys.executable, str(ROOT / "tests" / "outside.py"), "serve", "--no-open"]
    log = folder / f"server-{time.monotonic_ns()}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*command, f"--port={port}"], stderr=errors, stdout=errors, cwd=folder, env=env
        )
    try:
        yield Served(_address(process, log), process, log, folder)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found and httpx.get(f"{found[0]}/readyz").status_code == 200:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"not ready after {START} s: {log.read_text()}")


def events(page: httpx.Client) -> list[dict[str, Any]]:
    """The events of the page: id, inputs and targets each."""
    listed: list[dict[str, Any]] = page.get("/config").json()["dependencies"]
    return listed


def event_of(page: httpx.Client, kind: str) -> int:
    """The id of the first event a component gives by that name, such as ``submit``."""
    found: int = next(
        each["id"] for each in events(page) if any(name == kind for _, name in each["targets"])
    )
    return found


def joined(page: httpx.Client, event: int, data: list[object]) -> dict[str, Any]:
    """One event sent as the browser sends it; the message that ends it."""
    session = {"session_hash": f"test{event}"}
    body = {"data": data, "fn_index": event, **session}
    page.post("/gradio_api/queue/join", json=body).raise_for_status()
    return ended(page, session, 1)


def ended(page: httpx.Client, session: dict[str, str], count: int) -> dict[str, Any]:
    """The last message of ``count`` events of a session, once all have ended."""
    left = count
    with page.stream("GET", "/gradio_api/queue/data", params=session) as stream:
        for line in stream.iter_lines():
            message: dict[str, Any] = json.loads(line.removeprefix("data: ") or "{}")
            left -= message.get("msg") == "process_completed"
            if not left:
                return message
    raise AssertionError(f"the stream ended with {left} events unanswered")
