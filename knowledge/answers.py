"""Answers made of the article's own passages, or the plain statement that it does not answer."""

from collections.abc import Mapping, Sequence

from knowledge.accuracies import accuracies, asks_with_numbers
from knowledge.article import Article, cite
from knowledge.calibration import Calibration
from knowledge.embedding import Embedder
from knowledge.entries import DATA, Entries, load_entries
from knowledge.excerpts import laid_out, said, unanswered
from knowledge.facts import Fact
from knowledge.gap import GAP
from knowledge.loading import load_rulebook
from knowledge.nearest import MemoryIndex, VectorIndex
from knowledge.ranking import Ranker, Ranking
from knowledge.shapes import AnswerDict, CitationDict

MOST_CITATIONS = 3
# From which share of the first score on a passage still answers, and still is related.
ANSWERS = 0.75
RELATED = 0.2
# From here on a declined question may yet be about the article's matter: what ranks first is named.
PLAUSIBLE = 0.1
# From this score on the kind of an uncovered question can be told.
ALIKE = 0.15
FAQ = "faq"
NO_FACTS: Mapping[str, Fact] = {}


class Answers:
    """Answers questions about one article. Thread-safe."""

    def __init__(
        self,
        article: Article,
        embedder: Embedder,
        index: VectorIndex | None = None,
        entries: Entries | None = None,
    ) -> None:
        """``index`` must hold ``entries`` (those kept beside the article when None).

        Raises:
            RulebookError: the data beside the article is malformed.
            EmbeddingError: the embedding model cannot be used.
        """
        self._article = article
        self._entries = entries or load_entries(article)
        self.index = index or MemoryIndex(self._entries, embedder)
        self._ranker = Ranker(self._entries, embedder, self.index)
        self._calibration = Calibration.load(DATA)
        self._gap = load_rulebook().facts[GAP]

    def rank(self, question: str) -> Ranking:
        """The article's passages for a question, with the signs of whether it answers."""
        return self._ranker.rank(question)

    def answer(
        self,
        question: str,
        facts: Mapping[str, Fact] = NO_FACTS,
        *,
        ranking: Ranking | None = None,
        most: int = MOST_CITATIONS,
    ) -> AnswerDict:
        """At most ``most`` passages, most relevant first, worded for reading.

        Where the matter is an accuracy short of the needed one, the person's numbers (from the
        question, else from ``facts``) stand beside the article's case. A ``ranking`` of the
        question that is already there need not be made again.
        """
        ranking = ranking or self._ranker.rank(question)
        numbers = accuracies(question, facts, self._gap)
        stated = asks_with_numbers(question) and self._near_faq(ranking)
        confidence = self._calibration.confidence(ranking.signs)
        if not stated and confidence < self._calibration.threshold:
            return self._unanswered(question, ranking, confidence)
        passages = self._near(ranking, RELATED)
        direct = len(self._near(ranking, ANSWERS))
        lead = None
        if numbers is not None and (stated or self._is_faq(passages[0])):
            cases = numbers.cases()
            passages, direct = list(dict.fromkeys((*cases, *passages))), len(cases)
            lead = numbers.said()
        return self._answered(question, passages[:most], min(direct, most), lead)

    def _near(self, ranking: Ranking, share: float) -> list[str]:
        best = ranking.passages[0][1]
        near = [passage for passage, score in ranking.passages if score >= share * best]
        return near[:MOST_CITATIONS]

    def _near_faq(self, ranking: Ranking) -> bool:
        return any(self._is_faq(passage) for passage, _ in ranking.passages[:MOST_CITATIONS])

    def _is_faq(self, passage: str) -> bool:
        return self._article.passages[passage].kind == FAQ

    def _answered(
        self, question: str, passages: Sequence[str], direct: int, lead: str | None
    ) -> AnswerDict:
        lines = [said(self._article.passages[p], n) for n, p in enumerate(passages, 1)]
        return {
            "question": question,
            "answered": True,
            "text": laid_out(lines[:direct], lines[direct:], lead),
            "citations": self._numbered(passages),
            "nearest": [],
        }

    def _unanswered(self, question: str, ranking: Ranking, confidence: float) -> AnswerDict:
        kind = self._entries.uncovered[ranking.kind]
        told = ranking.signs.kind >= ALIKE
        ranked = self._near(ranking, RELATED) if confidence >= PLAUSIBLE or not told else ()
        known = kind.nearest if told else ()
        nearest = list(dict.fromkeys((*known, *ranked)))[:MOST_CITATIONS]
        passages = [self._article.passages[passage] for passage in nearest]
        return {
            "question": question,
            "answered": False,
            "text": unanswered(kind.say if told else "", passages),
            "citations": [],
            "nearest": self._numbered(nearest),
        }

    def _numbered(self, passages: Sequence[str]) -> list[CitationDict]:
        return [cite(self._article.passages[p]).numbered(n) for n, p in enumerate(passages, 1)]
