"""A slice of the benchmark of added documents: the same steps on few passages, the same seed."""

import re
import subprocess
import sys

from conftest import ROOT

BENCHMARK = ROOT / "tests" / "benchmarks" / "bench_documents.py"


def test_among_alike_passages_the_nearest_are_found_and_answers_are_right() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "400"], capture_output=True, text=True, check=True
    )

    rows = (re.fullmatch(r"(.+?)  +(\S+)", line) for line in done.stdout.splitlines())
    figures = {row[1]: float(row[2].replace(",", "")) for row in rows if row}
    assert figures["of the nearest 10 found"] >= 0.98
    assert figures["right passage cited"] >= 0.8
    assert figures["silent where nothing answers"] >= 0.9
    assert figures["peak memory, MB"] < 900
