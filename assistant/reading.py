"""Reading messages without a conversation: what they say, and nothing they do not."""

from assistant.errors import AssistantError
from assistant.rules import rulebook_of
from assistant.settings import Settings
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.reading import HeadsError, Reader
from knowledge.shapes import UnderstandingDict


class Reading:
    """The reader over the rules, with the bundled embedding model."""

    def __init__(self, settings: Settings) -> None:
        """Raises :class:`AssistantError` when the model or the heads cannot be used."""
        rulebook = rulebook_of(settings)
        self.topics = tuple(rulebook.topics)
        embedder = Embedder()
        try:
            embedder.load()
            self._reader = Reader(rulebook, embedder.encode)
        except (EmbeddingError, HeadsError) as error:
            raise AssistantError(str(error)) from error

    def understand(self, text: str, topic: str | None = None) -> UnderstandingDict:
        """What ``text`` says; one-word answers are read against ``topic``."""
        return self._reader.read(text, topic)
