"""What the added documents say on a question, or that they do not answer it.

What stands in a document is only ever quoted: nothing in it is followed, and it reaches neither
the rules nor the verdict.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.library import Library
from knowledge.documents.quoting import Quote, Sentences
from knowledge.documents.ranking import Encode, PassageRanker, Scored, Search, Signs
from knowledge.strict import Table

DATA = Path(__file__).parent.parent / "data"
# How far below the best a passage is still quoted beside it.
BESIDE = 0.05
MOST_QUOTES = 3
SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each sign, by its name."""

    weights: Mapping[str, float]
    bias: float

    @classmethod
    def read(cls, table: Table, names: Sequence[str]) -> "Weights":
        """From a table with ``bias`` and exactly ``names``."""
        table.expect(("bias", *names))
        return cls({name: table.number(name) for name in names}, table.number("bias"))

    def chance(self, signs: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(weight * signs[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-total))


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


@dataclass(frozen=True, slots=True)
class Found:
    """The quotes that answer, best first; unanswered, one that is near, or none.

    ``nearest`` is the cosine of the question and the best passage, 0 without documents.
    """

    answered: bool
    quotes: tuple[Quote, ...]
    nearest: float


NOTHING = Found(False, (), 0.0)


class DocumentAnswers:
    """Finds answers in the library. Thread-safe."""

    def __init__(self, library: Library, search: Search, encode: Encode) -> None:
        """Raises :class:`RulebookError` when the calibration kept as data is malformed."""
        self._ranker = PassageRanker(library, search, encode)
        self._encode = encode
        self._calibration = Calibration.load()

    def find(self, question: str) -> Found:
        """At most ``MOST_QUOTES`` quotes.

        Raises:
            LibraryError: the library cannot be read.
        """
        ranking = self._ranker.rank(question)
        if ranking.signs is None:
            return NOTHING
        near = [
            Sentences(each.passage, ranking.vector, self._encode)
            for each in _near(ranking.passages)
        ]
        chance = self._calibration.chance(ranking.signs, near[0])
        answered = chance >= self._calibration.threshold
        if not answered:
            near = near[: 1 if chance > self._calibration.doubt_from else 0]
        quotes = _different(each.quote(ranking.shares) for each in near)
        return Found(answered, tuple(quotes), ranking.signs.nearest)


def _near(passages: Sequence[Scored]) -> list[Scored]:
    least = passages[0].score - BESIDE
    return [each for each in passages if each.score >= least][:MOST_QUOTES]


def _different(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Each wording once, where it ranks first: copies of a document say nothing new."""
    said: set[str] = set()
    for quote in quotes:
        if quote.words not in said:
            said.add(quote.words)
            yield quote
