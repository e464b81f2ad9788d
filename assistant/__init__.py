"""The service: the only door for front ends. Importing it loads no heavy part.

``Assistant`` is in :mod:`assistant.service`; what runs without a conversation is in
:mod:`assistant.decisions`, :mod:`assistant.reading` and :mod:`assistant.asking`.
"""

from assistant.errors import AssistantError, BadInput, Busy, StorageError, UnknownConversation
from knowledge.shapes import (
    AnswerDict,
    CitationDict,
    DocumentDict,
    FactDict,
    JsonValue,
    MessageDict,
    OptionDict,
    ProgressDict,
    QuestionDict,
    ReasonDict,
    RecommendationDict,
    TurnDict,
    UnderstandingDict,
)

__all__ = [
    "AnswerDict",
    "AssistantError",
    "BadInput",
    "Busy",
    "CitationDict",
    "DocumentDict",
    "FactDict",
    "JsonValue",
    "MessageDict",
    "OptionDict",
    "ProgressDict",
    "QuestionDict",
    "ReasonDict",
    "RecommendationDict",
    "StorageError",
    "TurnDict",
    "UnderstandingDict",
    "UnknownConversation",
]
