"""What an answer costs: the embedding call, either index, the whole answer; opening the index.

Run from the project root: ``PYTHONPATH=. python tests/benchmarks/bench_search.py``. Milliseconds
depend on the machine and its load; the ratios to one bare embedding call, taken in the same run
and in turns, are what to compare.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from knowledge.answers import Answers
from knowledge.answers_evaluation import read_labelled
from knowledge.embedding import Embedder
from knowledge.entries import load_entries
from knowledge.loading import load_article
from knowledge.nearest import MemoryIndex
from knowledge.ranking import HITS
from knowledge.search.entries import Index

ROUNDS = 200
QUESTIONS = Path(__file__).parents[1] / "answers_dev.jsonl"


def taken(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    """Print the tables."""
    embedder = Embedder()
    article = load_article()
    entries = load_entries(article)
    once = {"load the model": taken(embedder.load)}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        once["build the index (Chroma imported)"] = taken(
            lambda: Index.open(folder, embedder, entries).close()
        )
        with Index.open(folder, embedder, entries) as warm:
            warm.query(embedder.encode(["warm up"])[0], HITS)
        once["open and verify the index"] = taken(
            lambda: Index.open(folder, embedder, entries).close()
        )
        for name, milliseconds in once.items():
            print(f"{name:36} {milliseconds:8.1f} ms")
        with Index.open(folder, embedder, entries) as index:
            each_round(
                embedder,
                index,
                MemoryIndex(entries, embedder),
                Answers(article, embedder, index, entries),
            )


def each_round(embedder: Embedder, index: Index, memory: MemoryIndex, answers: Answers) -> None:
    """Every act on the same question in turn, in shuffled order."""
    questions = [row.question for row in read_labelled(QUESTIONS)]
    vectors = embedder.encode(questions)
    rng = random.Random(0)
    times: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        question, vector = questions[turn % len(questions)], vectors[turn % len(questions)]
        acts: list[tuple[str, Callable[[], object]]] = [
            ("embed one question", partial(embedder.encode, [question])),
            (f"Chroma, nearest {HITS}", partial(index.query, vector, HITS)),
            (f"memory, nearest {HITS}", partial(memory.query, vector, HITS)),
            ("whole answer over Chroma", partial(answers.answer, question)),
        ]
        rng.shuffle(acts)
        for name, act in acts:
            times.setdefault(name, []).append(taken(act))
    unit = statistics.median(times["embed one question"])
    for name, each in sorted(times.items(), key=lambda item: statistics.median(item[1])):
        middle, late = statistics.median(each), statistics.quantiles(each, n=20)[18]
        print(f"{name:36} p50 {middle:7.3f} ms   p95 {late:7.3f} ms   x{middle / unit:5.2f}")


if __name__ == "__main__":
    main()
