"""Fits when to answer: ``python -m knowledge.calibration FILE`` prints ``calibration.toml``.

The signs of every known question are taken while a fifth of them, it among them, is left out;
those of FILE (labelled questions, see ``answers_evaluation``) are added twice. Logistic
regression by Newton's method: deterministic, and small enough to need no library.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.answers_evaluation import read_labelled
from knowledge.embedding import Embedder
from knowledge.entries import DATA, Entries, Entry, load_entries
from knowledge.lexical import Analyzer
from knowledge.loading import load_article
from knowledge.nearest import MemoryIndex
from knowledge.ranking import Ranker, Signs
from knowledge.vectors import vectors_of

FOLDS = 5
SEED = 1
PENALTY = 1.0
STEPS = 30
Floats = NDArray[np.float64]


def left_out(entries: Entries, embedder: Embedder) -> Iterator[tuple[Entry, Signs]]:
    """Every question kept as data, with its signs when it is not known."""
    passages = len(entries.article.passages)
    numbers = list(range(passages, len(entries.all)))
    random.Random(SEED).shuffle(numbers)
    for fold in range(FOLDS):
        held = set(numbers[fold::FOLDS])
        kept = tuple(entry for n, entry in enumerate(entries.all) if n not in held)
        ranker = make_ranker(replace(entries, all=kept), embedder)
        for number in sorted(held):
            entry = entries.all[number]
            yield entry, ranker.rank(entry.text).signs


def make_ranker(entries: Entries, embedder: Embedder) -> Ranker:
    """A ranker over ``entries`` in memory."""
    vectors = vectors_of([entry.text for entry in entries.all], embedder)
    index = MemoryIndex(entries, embedder)
    return Ranker(entries, embedder.encode, vectors, index, Analyzer.load(DATA))


def fit(
    signs: Sequence[tuple[float, ...]], answered: Sequence[bool], strength: float = PENALTY
) -> Floats:
    """Weights of the signs and, last, the bias; ``strength`` is that of the penalty."""
    inputs = np.hstack([np.array(signs, dtype=np.float64), np.ones((len(signs), 1))])
    wanted = np.array(answered, dtype=np.float64)
    penalty = strength * np.eye(inputs.shape[1])
    penalty[-1, -1] = 1e-9
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (wanted - chance) - penalty @ weights
        bend = (inputs * (chance * (1 - chance))[:, np.newaxis]).T @ inputs + penalty
        weights += np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Print the fitted values as TOML."""
    embedder = Embedder()
    entries = load_entries(load_article())
    known = [
        (signs, entry.target in entries.article.passages)
        for entry, signs in left_out(entries, embedder)
    ]
    ranker = make_ranker(entries, embedder)
    for row in 2 * read_labelled(Path(sys.argv[1])):
        known.append((ranker.rank(row.question).signs, row.cite is not None))
    weights = fit([signs for signs, _ in known], [answered for _, answered in known])
    print(f"bias = {weights[-1]:.2f}\n\n[weights]")
    for name, weight in zip(Signs._fields, weights, strict=False):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
