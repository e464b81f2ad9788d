"""Answers from the article first, and from the added documents where it has none or beside it."""

import logging
from collections.abc import Mapping

from knowledge.answers import MOST_CITATIONS, NO_FACTS, Answers
from knowledge.documents.answering import NOTHING, DocumentAnswers, Found
from knowledge.documents.library import LibraryError
from knowledge.documents.quoting import Quote
from knowledge.facts import Fact
from knowledge.shapes import AnswerDict

# The cosine of the article's nearest entry, from which on its answer is certainly meant: nine in
# ten questions about the article have it, of those about other things one in thirty.
CERTAIN = 0.55
# Below that it must be this much nearer than the documents' best passage; where it is as much
# further, the question is not about the article.
NEARER = 0.15
NO_ANSWER = "The article does not answer this."

log = logging.getLogger(__name__)


class CombinedAnswers:
    """Answers questions from the article and the added documents. Thread-safe."""

    def __init__(self, article: Answers, documents: DocumentAnswers | None) -> None:
        """``documents`` is None where the library cannot be used."""
        self._article = article
        self._documents = documents

    def answer(self, question: str, facts: Mapping[str, Fact] = NO_FACTS) -> AnswerDict:
        """As :meth:`Answers.answer`, with what the documents say.

        At most three citations in all. While the library cannot be read, the article answers alone.
        """
        found = self._found(question)
        ranking = self._article.rank(question)
        most = MOST_CITATIONS - 1 if found.answered else MOST_CITATIONS
        answer = self._article.answer(question, facts, ranking=ranking, most=most)
        lead = ranking.signs.covered - found.nearest
        meant = ranking.signs.covered >= CERTAIN or lead >= NEARER
        if found.answered:
            together = answer["answered"] and meant
            return (
                _beside(answer, found.quotes[0]) if together else _from_documents(question, found)
            )
        if answer["answered"] and (meant or lead >= -NEARER or not found.quotes):
            return answer
        return _unanswered(question, answer, found)

    def _found(self, question: str) -> Found:
        if self._documents is None:
            return NOTHING
        try:
            return self._documents.find(question)
        except LibraryError as fault:
            log.warning("Answering from the article alone: %s", fault)
            return NOTHING


def _beside(answer: AnswerDict, quote: Quote) -> AnswerDict:
    n = len(answer["citations"]) + 1
    return {
        **answer,
        "text": f"{answer['text']}\n\nIn your documents: {quote.said(n)}",
        "citations": [*answer["citations"], quote.numbered(n)],
    }


def _from_documents(question: str, found: Found) -> AnswerDict:
    numbered = list(enumerate(found.quotes, 1))
    lines = [quote.said(n) for n, quote in numbered]
    return {
        "question": question,
        "answered": True,
        "text": "\n\n".join([f"In your documents: {lines[0]}", *lines[1:]]),
        "citations": [quote.numbered(n) for n, quote in numbered],
        "nearest": [],
    }


def _unanswered(question: str, answer: AnswerDict, found: Found) -> AnswerDict:
    """Neither answers: that is said, and what is near in both is named."""
    if found is NOTHING:
        return answer
    said = NO_ANSWER if answer["answered"] else answer["text"]
    n = len(answer["nearest"]) + 1
    near = [f"; nearest in them: {quote.source} [{n}]" for quote in found.quotes]
    return {
        "question": question,
        "answered": False,
        "text": f"{said} Your documents do not answer it either{''.join(near)}.",
        "citations": [],
        "nearest": [*answer["nearest"], *(quote.numbered(n) for quote in found.quotes)],
    }
