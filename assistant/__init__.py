"""The service: the only door for front ends. Importing it loads no heavy part.

``Assistant`` and ``Settings`` are loaded when they are first used; what runs without a conversation
is in :mod:`assistant.decisions`, :mod:`assistant.reading` and :mod:`assistant.asking`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, BadInput, Busy, StorageError, UnknownConversation
from assistant.fields import FieldDict
from knowledge.shapes import (
    AnswerDict,
    BalanceDict,
    ChangeDict,
    CitationDict,
    CostsDict,
    DocumentDict,
    FactDict,
    JsonValue,
    MessageDict,
    OptionDict,
    ProgressDict,
    QuestionDict,
    RangeDict,
    ReasonDict,
    RecommendationDict,
    StepDict,
    TensionDict,
    TurnDict,
    UnderstandingDict,
)

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.settings import Settings

__all__ = [
    "AnswerDict",
    "Assistant",
    "AssistantError",
    "BadInput",
    "BalanceDict",
    "Busy",
    "ChangeDict",
    "CitationDict",
    "CostsDict",
    "DocumentDict",
    "FactDict",
    "FieldDict",
    "JsonValue",
    "MessageDict",
    "OptionDict",
    "ProgressDict",
    "QuestionDict",
    "RangeDict",
    "ReasonDict",
    "RecommendationDict",
    "Settings",
    "StepDict",
    "StorageError",
    "TensionDict",
    "TurnDict",
    "UnderstandingDict",
    "UnknownConversation",
]

_LATER = {"Assistant": "assistant.service", "Settings": "assistant.settings"}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
