"""Whole processes: ``decide`` on 1,500 cases, the server's start, its memory after 20 visitors.

Run as ``python tests/benchmarks/bench_processes.py``. Times are medians in seconds and, beside
them, ratios to starting Python with NumPy alone in the same run; memory is resident megabytes.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from serving import events, joined, served  # noqa: E402  # the tests' own door to the server

CASES = 1_500
ROUNDS = 3
VISITORS = 20
VALUES: dict[str, list[object]] = {
    "labelled_examples": [0, 400, [500, 2_000], 5_000, None],
    "data_quality": ["high", "mixed", "low", None],
    "volatility": ["static", "quarterly", "weekly", None],
    "auditability": ["required", "nice", "no", None],
    "latency": ["critical", "moderate", "no", None],
    "prompt_tokens": [300, 4_000, "long", None],
    "volume": [2_000, 500_000, None],
    "format_consistency": ["critical", "flexible", None],
    "jargon": ["yes", "no", None],
    "prompting_tried": ["none", "some", "exhausted", None],
    "best_accuracy": [0.7, 0.85, "unmeasured", None],
    "target_accuracy": [0.9, 0.95, None],
    "task_shape": ["narrow", "varied", None],
}
SAID = [
    "We classify support tickets for a bank",
    "3,000 labelled tickets, checked by two people",
    "how much does fine-tuning cost?",
    "the rules change about once a year",
    "no auditor reads it",
    "a few seconds are fine",
    "not sure",
]


def cases() -> str:
    """Random situations as JSON lines, half-known as in real interviews."""
    pick = random.Random(20)
    lines = ({name: pick.choice(some) for name, some in VALUES.items()} for _ in range(CASES))
    return "".join(json.dumps(line) + "\n" for line in lines)


def seconds(command: list[str], stdin: str = "") -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run(command, input=stdin, text=True, capture_output=True, check=True, cwd=ROOT)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def started(folder: Path) -> dict[str, float]:
    """Seconds after the command until each door opens, with an empty data folder."""
    port = 18_765
    command = [sys.executable, "-m", "ui.cli", "serve", "--no-open", f"--port={port}"]
    env = {**os.environ, "PROMPT_OR_TUNE_DATA_DIR": str(folder)}
    begin = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        doors = ("/healthz", "/config", "/readyz")
        return {door: opened(f"http://127.0.0.1:{port}{door}", begin) for door in doors}
    finally:
        process.terminate()
        process.wait(timeout=30)


def opened(url: str, begin: float) -> float:
    """Seconds from ``begin`` until ``url`` answers with 200."""
    while time.perf_counter() - begin < 60:
        try:
            if httpx.get(url).status_code == 200:
                return time.perf_counter() - begin
        except httpx.TransportError:
            time.sleep(0.02)
    raise TimeoutError(f"{url} did not answer within 60 s")


def resident(folder: Path) -> dict[str, float]:
    """Resident megabytes of the server when ready, and after whole conversations."""
    with served(folder) as server, httpx.Client(base_url=server.url, timeout=60) as page:
        memory = psutil.Process(server.process.pid).memory_info
        at_start = memory().rss / 1e6
        number = {name: event["id"] for event in events(page) for _, name in event["targets"]}
        for _ in range(VISITORS):
            ticket = joined(page, number["load"], [None])["output"]["data"][0]
            for words in SAID:
                ticket = joined(page, number["submit"], [ticket, words])["output"]["data"][0]
        return {"when ready": at_start, f"after {VISITORS} conversations": memory().rss / 1e6}


def main() -> None:
    """Measures and prints one line a figure."""
    bare = seconds([sys.executable, "-c", "import numpy"])
    print(f"start of Python with NumPy      {bare:6.2f} s   x 1.0")
    whole = seconds([sys.executable, "-m", "ui.cli", "decide", "-"], cases())
    print(f"decide, {CASES} cases              {whole:6.2f} s   x{whole / bare:4.1f}")
    for round_ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            doors = started(Path(folder))
        print(f"server, start {round_ + 1}", end="")
        print("".join(f"   {door} {t:5.2f} s (x{t / bare:4.1f})" for door, t in doors.items()))
    with tempfile.TemporaryDirectory() as folder:
        for when, megabytes in resident(Path(folder)).items():
            print(f"resident memory {when:25} {megabytes:6.0f} MB")


if __name__ == "__main__":
    main()
