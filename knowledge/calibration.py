"""When to answer: the signs of a question, weighed by logistic regression."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge.entries import DATA
from knowledge.logistic import Weights
from knowledge.strict import Table


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

    weights: Weights
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
        by_name = {name: weights.number(name) for name in Signs._fields}
        return cls(Weights(by_name, table.number("bias")), table.number("threshold"))

    def confidence(self, signs: Signs) -> float:
        """The chance, 0 to 1, that the article answers."""
        return self.weights.chance(signs._asdict())
