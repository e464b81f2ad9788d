"""Nothing leaves the machine: whole conversations with every other address forbidden."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import httpx
import outside
import psutil
import pytest
from conftest import ROOT, Command

SAID = [
    "We classify support tickets for a bank",
    "3,000 labelled tickets, checked by two people",
    "how much does fine-tuning cost?",
    "the rules change every week",
    "no",
    "a few seconds are fine",
]


class Serving:
    """A server as its own process, under watch, and a page that talks to it as a browser does."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "outside.py"), "serve", "--port=0", "--no-open"],
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self.process.stderr is not None
        self.said: list[str] = []
        self.remote: set[str] = set()
        self._threads = [
            threading.Thread(target=self._listen, args=(self.process.stderr,)),
            threading.Thread(target=self._watch),
        ]
        for thread in self._threads:
            thread.start()

    def address(self) -> str:
        """Where the server is, once it says so and is ready."""
        found = self._until(lambda: re.search(r"http://127\.0\.0\.1:\d+", "".join(self.said)))
        self._until(lambda: httpx.get(f"{found.group()}/readyz", timeout=30).status_code == 200)
        return str(found.group())

    def stop(self) -> None:
        """Ends the process as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=15)
        for thread in self._threads:
            thread.join()

    def _until(self, found: Any) -> Any:
        for _ in range(600):
            if result := found():
                return result
            assert self.process.poll() is None, "".join(self.said)
            time.sleep(0.05)
        raise AssertionError("".join(self.said))

    def _listen(self, errors: IO[str]) -> None:
        self.said.extend(errors)

    def _watch(self) -> None:
        """Also sees what libraries open beneath Python; a look every few milliseconds."""
        while self.process.poll() is None:
            try:
                found = psutil.Process(self.process.pid).net_connections()
            except psutil.NoSuchProcess:
                return
            self.remote |= {each.raddr.ip for each in found if each.raddr}
            time.sleep(0.02)


def move(page: httpx.Client, event: str, data: list[object]) -> list[Any]:
    """One event of the page as the browser sends it; what came back."""
    config = page.get("/config").json()
    number = next(
        each["id"]
        for each in config["dependencies"]
        if any(name == event for _, name in each["targets"])
    )
    session = {"session_hash": "watched"}
    joined = page.post("/gradio_api/queue/join", json={"data": data, "fn_index": number, **session})
    joined.raise_for_status()
    with page.stream("GET", "/gradio_api/queue/data", params=session) as events:
        for line in events.iter_lines():
            message = json.loads(line.removeprefix("data: ") or "{}")
            if message.get("msg") == "process_completed":
                output: list[Any] = message["output"]["data"]
                return output
    raise AssertionError("the stream ended without an answer")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    server = Serving(tmp_path)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def test_a_whole_conversation_in_the_browser_stays_on_this_machine(serving: Serving) -> None:
    with httpx.Client(base_url=serving.address(), timeout=30) as page:
        assert page.get("/").status_code == 200
        ticket = move(page, "load", [None])[0]
        for words in SAID:
            ticket = move(page, "submit", [ticket, words])[0]
    serving.stop()
    assert ticket["turn"] == len(SAID)
    assert outside.MARK not in "".join(serving.said)
    assert serving.remote <= {"127.0.0.1", "::1"}


def test_a_whole_conversation_in_the_terminal_stays_on_this_machine(command: Command) -> None:
    done = command("chat", "--jsonl", stdin="".join(json.dumps(words) + "\n" for words in SAID))
    last = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, last["recommendation"]["verdict"]) == (0, "prompt_engineering")


def test_the_watch_sees_a_connection_that_is_tried() -> None:
    with pytest.raises(outside.OutsideError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    assert outside.attempts
    outside.attempts.clear()
