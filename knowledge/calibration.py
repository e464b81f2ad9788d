"""When to answer: the signs of a question, weighed by logistic regression."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.entries import DATA
from knowledge.strict import Table

PENALTY = 1.0
STEPS = 30
Floats = NDArray[np.float64]


class Signs(NamedTuple):
    """What is looked at before answering.

    best, second: scores of the first two passages, 0 to about 1.
    outside: the score of all kinds of uncovered questions together.
    kind: the best score of one of these kinds.
    covered, uncovered: cosine of the nearest entry of a passage, and of an uncovered question.
    """

    best: float
    second: float
    outside: float
    kind: float
    covered: float
    uncovered: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs; the article is taken to answer from ``threshold`` on."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    @classmethod
    def load(cls, folder: Path = DATA) -> "Calibration":
        """From ``calibration.toml``.

        Raises:
            RulebookError: the file is missing or malformed.
        """
        table = Table.read(folder / "calibration.toml")
        table.expect(("bias", "threshold", "weights"))
        weights = table.table("weights")
        weights.expect(Signs._fields)
        return cls(
            {name: weights.number(name) for name in Signs._fields},
            table.number("bias"),
            table.number("threshold"),
        )

    def confidence(self, signs: Signs) -> float:
        """The chance, 0 to 1, that the article answers."""
        total = self.bias + sum(self.weights[k] * v for k, v in signs._asdict().items())
        return 1 / (1 + math.exp(-total))


def fit(
    signs: Sequence[tuple[float, ...]], answered: Sequence[bool], strength: float = PENALTY
) -> Floats:
    """Weights of the signs and, last, the bias; ``strength`` is that of the penalty.

    Newton's method: deterministic, and small enough to need no library.
    """
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
