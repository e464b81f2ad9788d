"""When the documents are taken to answer: the signs of a ranking, weighed."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.quoting import Sentences
from knowledge.documents.ranking import Signs
from knowledge.logistic import Weights
from knowledge.strict import Table

DATA = Path(__file__).parent.parent / "data"
SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Calibration:
    """When the documents are taken to answer.

    A first look at the ranking settles most questions. Where it leaves the chance between
    ``doubt_from`` and ``doubt_to``, the best passage is read closer, sentence by sentence: that
    tells more, and costs as much as all the rest.
    """

    first: Weights
    closer: Weights
    doubt_from: float
    doubt_to: float
    threshold: float

    @classmethod
    def load(cls, folder: Path = DATA) -> "Calibration":
        """From ``documents.toml``.

        Raises:
            RulebookError: the file is missing or malformed.
        """
        table = Table.read(folder / "documents.toml")
        table.expect(("doubt_from", "doubt_to", "threshold", "first", "closer"))
        return cls(
            Weights.read(table.table("first"), Signs._fields),
            Weights.read(table.table("closer"), (*Signs._fields, SENTENCE)),
            table.number("doubt_from"),
            table.number("doubt_to"),
            table.number("threshold"),
        )

    def chance(self, signs: Signs, best: Sentences) -> float:
        """How likely ``best``, the sentences of the best passage, answer: between 0 and 1."""
        named = signs._asdict()
        chance = self.first.chance(named)
        if self.doubt_from < chance < self.doubt_to:
            chance = self.closer.chance({**named, SENTENCE: best.nearest()})
        return chance
