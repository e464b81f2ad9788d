"""Nothing leaves the machine: whole conversations with every other address forbidden."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import outside
import psutil
import pytest
from conftest import Command
from serving import events, joined, served

SAID = [
    "We classify support tickets for a bank",
    "3,000 labelled tickets, checked by two people",
    "how much does fine-tuning cost?",
    "the rules change every week",
    "no",
    "a few seconds are fine",
]


@contextmanager
def watched(process: int) -> Iterator[set[str]]:
    """The addresses a process is connected to meanwhile, seen from outside of it.

    What libraries open beneath Python shows here as well; a look every few milliseconds.
    """
    seen: set[str] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            connections = psutil.Process(process).net_connections()
            seen.update(each.raddr.ip for each in connections if each.raddr)
            time.sleep(0.02)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def move(page: httpx.Client, name: str, data: list[object]) -> list[Any]:
    """What the page shows after an event of this name."""
    number = next(
        event["id"]
        for event in events(page)
        if any(trigger == name for _, trigger in event["targets"])
    )
    shown: list[Any] = joined(page, number, data)["output"]["data"]
    return shown


def test_a_whole_conversation_in_the_browser_stays_on_this_machine(tmp_path: Path) -> None:
    with (
        served(tmp_path) as server,
        watched(server.process.pid) as seen,
        httpx.Client(base_url=server.url, timeout=30) as page,
    ):
        assert page.get("/").status_code == 200
        ticket = move(page, "load", [None])[0]
        for words in SAID:
            ticket = move(page, "submit", [ticket, words])[0]
    assert ticket["turn"] == len(SAID)
    assert "127.0.0.1" in seen
    assert seen <= {"127.0.0.1", "::1"}
    assert outside.MARK not in server.log.read_text()


def test_a_whole_conversation_in_the_terminal_stays_on_this_machine(command: Command) -> None:
    done = command("chat", "--jsonl", stdin="".join(json.dumps(words) + "\n" for words in SAID))
    last = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, last["recommendation"]["verdict"]) == (0, "prompt_engineering")


@pytest.mark.parametrize(
    "switch", ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"]
)
def test_a_machine_that_traces_its_own_graphs_does_not_trace_these(
    switch: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(switch, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "a-key-of-the-machine")
    done = command("chat", "--jsonl", stdin=json.dumps(SAID[0]) + "\n")
    assert done.returncode == 0


def test_the_watch_sees_a_connection_that_is_tried() -> None:
    with pytest.raises(outside.OutsideError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    assert outside.attempts
    outside.attempts.clear()
