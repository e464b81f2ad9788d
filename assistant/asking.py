"""Questions without a conversation: exact words of the sources, or that they have none."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Self

from assistant.answering import open_answers
from assistant.errors import AssistantError, BadInput
from assistant.parts import open_library
from assistant.settings import Settings
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.loading import load_article
from knowledge.shapes import AnswerDict, JsonValue


class Asking:
    """Answers over the index of the data folder; a context manager.

    While another process owns the index, the same passages are searched in memory; ``notice``
    then says so, as it says when the index had to be built again.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises :class:`AssistantError` when the embedding model cannot be used."""
        self._article = load_article()
        self._embedder = Embedder()
        folder = settings.data_dir
        with ExitStack() as opening:
            library = open_library(folder, opening)
            try:
                self._answering = open_answers(
                    folder, self._article, library, self._embedder, opening, build=False
                )
            except EmbeddingError as error:
                raise AssistantError(str(error)) from error
            self.notice = self._answering.notice
            self._closing = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def answer(self, question: str) -> AnswerDict:
        """At most three exact passages, most relevant first."""
        return self._answering.combined.answer(question)

    def evaluate(self, rows: Iterable[JsonValue]) -> dict[str, JsonValue]:
        """Scores of the article's answers to labelled questions ``{"question", "cite"}``.

        Raises:
            BadInput: a row is not such a question, or its words are not in the article.
        """
        from knowledge.answers_evaluation import EvaluationError, evaluate_answers, labelled

        try:
            return evaluate_answers(
                labelled(rows), self._article, self._answering.article, self._embedder
            )
        except EvaluationError as error:
            raise BadInput(str(error)) from error
