"""How long the engine takes: loading, building, the next topic, a recommendation, 1,500 decisions.

Run from the project root: ``PYTHONPATH=. python tests/benchmarks/bench_engine.py``. Milliseconds
depend on the machine and its load; the ratios to one bare pass over the decision space, taken
in the same run, are what to compare. Exit status 1 when even the fastest round of something took
longer than it may.
"""

import json
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, repeat

from knowledge.agenda import Agenda
from knowledge.engine import Engine
from knowledge.facts import Fact, parse_facts
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue

CASES = 1500
ROUNDS = 200
NUMBERS: dict[str, list[JsonValue]] = {
    "labelled_examples": [0, 300, 1000, 20000],
    "best_accuracy": [0.7, 0.8, 0.85, "unmeasured"],
    "target_accuracy": [0.85, 0.9, 0.95],
    "deadline_weeks": [2, 8, 30],
    "budget_usd": [2000, 20000, 90000],
}
COVERED = {"use_case": 1, "data": 2, "volatility": 2, "auditability": 2, "latency": 2}


def random_facts(rulebook: Rulebook, rng: random.Random, share: float) -> dict[str, Fact]:
    """Some facts with a random choice each; shares and counts among a few values."""
    raw: dict[str, JsonValue] = {}
    for name, spec in rulebook.facts.items():
        if rng.random() < share and spec.kind != "text":
            raw[name] = rng.choice(NUMBERS.get(name) or list(spec.choices))
    return parse_facts(rulebook, raw)


def times(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round, after a first one that does not count."""
    act()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1e3)
    return taken


def report(name: str, taken: list[float], unit: float, most: float = math.inf) -> bool:
    """One line: median, 95th percentile and the ratio of the median to one bare pass.

    Whether the fastest round kept to ``most`` milliseconds.
    """
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
    kept = min(taken) <= most
    verdict = "" if kept else f"   over {most:g} ms"
    print(f"{name:44} p50 {middle:8.3f} ms   p95 {late:8.3f} ms   x{middle / unit:8.1f}{verdict}")
    return kept


def take(engine: Engine, given: Iterator[dict[str, Fact]]) -> object:
    """The recommendation for the next of the given facts."""
    return engine.recommend(next(given))


def main() -> int:
    """Measure everything once; 1 when something took longer than it may."""
    rng = random.Random(7)
    rulebook = load_rulebook()
    engine = Engine(rulebook)
    agenda = Agenda(rulebook, engine)
    bare = times(engine.space.grid.min)
    unit = statistics.median(bare)
    report("one bare pass over the space", bare, unit)
    blank: dict[str, Fact] = {}
    settled = parse_facts(rulebook, SETTLED)
    kept = [
        report("load the rules", times(load_rulebook, 20), unit, 25),
        report("build", times(lambda: Engine(rulebook), 20), unit, 15),
        report("next topic, everything open", times(lambda: agenda.next({}, COVERED)), unit, 2),
        report("recommend, nothing known", times(lambda: engine.recommend(blank)), unit, 1),
        report("recommend, all known", times(lambda: engine.recommend(settled)), unit, 1),
    ]
    for share in (0.3, 0.6, 0.9):
        many = map(random_facts, repeat(rulebook), repeat(rng), repeat(share))
        given = iter(list(islice(many, ROUNDS + 1)))
        report(f"recommend, {share:.0%} known", times(partial(take, engine, given)), unit)
    lines = [
        json.dumps({n: f.to_json() for n, f in random_facts(rulebook, rng, 0.7).items()})
        for _ in range(CASES)
    ]
    start = time.perf_counter()
    for line in lines:
        json.dumps(engine.recommend(parse_facts(rulebook, json.loads(line))))
    print(f"decide {CASES} cases, JSON in and out: {time.perf_counter() - start:.2f} s")
    return 0 if all(kept) else 1


SETTLED: dict[str, JsonValue] = {
    "labelled_examples": 20000,
    "data_quality": "high",
    "volatility": "static",
    "auditability": "no",
    "latency": "critical",
    "prompt_tokens": 3000,
    "volume": 500000,
    "format_consistency": "critical",
    "jargon": "yes",
    "prompting_tried": "exhausted",
    "best_accuracy": 0.72,
    "target_accuracy": 0.9,
    "task_shape": "narrow",
}

if __name__ == "__main__":
    sys.exit(main())
