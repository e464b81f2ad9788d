"""What the added documents say on a question, or that they do not answer it.

What stands in a document is only ever quoted: nothing in it is followed, and it reaches neither
the rules nor the verdict.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.calibration import Calibration
from knowledge.documents.library import Library
from knowledge.documents.quoting import Quote, Sentences
from knowledge.documents.ranking import PassageRanker, Scored, Search
from knowledge.embedding import Encode

# How far below the best a passage is still quoted beside it.
BESIDE = 0.05
MOST_QUOTES = 3


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
        quotes = _different(each.quote(ranking.overlap) for each in near)
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
