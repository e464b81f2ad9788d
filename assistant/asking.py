"""Questions without a conversation: the article's exact words, or that it has none."""

from contextlib import ExitStack
from typing import Self

from assistant.errors import AssistantError
from assistant.settings import Settings
from knowledge.answers import Answers
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.entries import load_entries
from knowledge.loading import load_article
from knowledge.search import open_index
from knowledge.shapes import AnswerDict


class Asking:
    """Answers over the index of the data folder; a context manager.

    While another process owns the index, the same passages are searched in memory; ``notice``
    then says so, as it says when the index had to be built again.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises :class:`AssistantError` when the embedding model cannot be used."""
        article = load_article()
        entries = load_entries(article)
        embedder = Embedder()
        with ExitStack() as opening:
            try:
                index = open_index(settings.data_dir, embedder, entries)
                opening.callback(index.close)
                self._answers = Answers(article, embedder, index, entries)
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
