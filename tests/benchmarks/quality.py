"""Writes the table of quality into the README: ``python tests/benchmarks/quality.py``.

Every figure is what ``prompt-or-tune evaluate`` gives for the labelled files kept with the tests,
those nothing was tuned on first.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
sys.path.insert(0, str(ROOT))

from assistant import Settings  # noqa: E402
from assistant.evaluating import evaluate_answers, evaluate_understanding  # noqa: E402
from knowledge.training.rows import read_rows  # noqa: E402

START, END = "<!-- quality -->\n", "<!-- end of quality -->\n"


def reading_lines(name: str, settings: Settings) -> Iterator[str]:
    """The figures of one file of messages."""
    rows = read_rows([TESTS / name])
    groups = {"short answers": [row for row in rows if "kind" not in row],
              "pasted texts": [row for row in rows if "kind" in row]}  # fmt: skip
    for title, chosen in groups.items():
        if chosen:
            score = evaluate_understanding(chosen, settings)
            overall = score["overall"]
            yield _line(name, f"{len(chosen)} {title}", "precision, recall",
                        f"{overall['precision']:.2f}, {overall['recall']:.2f}")  # fmt: skip
            if score["intent"] is not None:
                yield _line(name, f"{len(chosen)} {title}", "intent", f"{score['intent']:.2f}")


def answers_lines(name: str, settings: Settings) -> Iterator[str]:
    """The figures of one file of questions."""
    rows = [json.loads(line) for line in (TESTS / name).read_text(encoding="utf-8").splitlines()]
    score: dict[str, Any] = evaluate_answers(rows, settings)
    yield _line(name, f"{score['covered']} questions the article answers",
                "right passage in three, first; nearest chunk by the same embedding",
                f"{score['hits_in_three']:.2f}, {score['first_hits']:.2f}; "
                f"{score['baseline_first_hits']:.2f}")  # fmt: skip
    yield _line(name, f"{score['uncovered']} it does not answer", "says so",
                f"{score['abstained']:.2f}")  # fmt: skip


def _line(name: str, what: str, figure: str, value: str) -> str:
    return f"| `tests/{name}` | {what} | {figure} | {value} |"


def main() -> None:
    """Measure, print, and replace what stands between the two marks in the README."""
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        lines = ["| file | of | figure | value |", "|---|---|---|---|"]
        for name in ("reading_holdout.jsonl", "reading_dev.jsonl"):
            lines += reading_lines(name, settings)
        for name in ("answers_holdout.jsonl", "answers_dev.jsonl"):
            lines += answers_lines(name, settings)
    table = "\n".join(lines) + "\n"
    print(table)
    text = readme.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    readme.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
