"""Logistic regression over a few named signs: the chance they give, and fitting their weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.strict import Table

PENALTY = 1.0
STEPS = 30
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each sign, by its name, and the bias."""

    weights: Mapping[str, float]
    bias: float

    @classmethod
    def read(cls, table: Table, names: Sequence[str]) -> "Weights":
        """From a table with ``bias`` and exactly ``names``.

        Raises:
            RulebookError: one is missing, another is there, or one is no number.
        """
        table.expect(("bias", *names))
        return cls({name: table.number(name) for name in names}, table.number("bias"))

    def chance(self, signs: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(weight * signs[name] for name, weight in self.weights.items())
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
