"""Questions without a conversation: the article's exact words, or that it has none."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from assistant.errors import AssistantError, BadInput
from assistant.settings import Settings
from knowledge.answers import Answers
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.entries import load_entries
from knowledge.loading import load_article
from knowledge.search.entries import open_index
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
        entries = load_entries(self._article)
        with ExitStack() as opening:
            try:
                index = open_index(settings.data_dir, self._embedder, entries)
                opening.callback(index.close)
                self._answers = Answers(self._article, self._embedder, index, entries)
            except EmbeddingError as error:
                raise AssistantError(str(error)) from error
            self.notice = index.notice
            self._closing = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def answer(self, question: str) -> AnswerDict:
        """At most three exact passages, most relevant first."""
        return self._answers.answer(question)

    def evaluate(self, file: Path) -> dict[str, JsonValue]:
        """Scores of the answers to labelled questions, JSON lines ``{"question", "cite"}``.

        Raises:
            BadInput: the file cannot be read, or a line in it is not such a question.
        """
        from knowledge.answers_evaluation import EvaluationError, evaluate_answers

        try:
            return evaluate_answers(file, self._article, self._answers, self._embedder)
        except EvaluationError as error:
            raise BadInput(str(error)) from error
