"""What a run may use, frozen: handed to the graphs as their run context, never a global."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.agenda import Agenda
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.rulebook import Rulebook
from knowledge.shapes import AnswerDict, UnderstandingDict

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

Read = Callable[[str, str | None, Sequence[str]], UnderstandingDict]
Answer = Callable[[str, Mapping[str, Fact]], AnswerDict]


@dataclass(frozen=True, slots=True)
class Services:
    """The rules, the engine over them, the reader and the article's answers."""

    rulebook: Rulebook
    engine: Engine
    agenda: Agenda
    read: Read
    answer: Answer


@dataclass(frozen=True, slots=True)
class Context:
    """What a run is given. LangGraph's own tools give an empty one, or none at all."""

    services: Services | None = None


def services_of(runtime: "Runtime[Context]") -> Services:
    """The services a run was given, or else the embedded ones."""
    return (runtime.context and runtime.context.services) or embedded()


@cache
def embedded() -> Services:
    """Services on embedded parts alone, in memory: for LangGraph's own tools, which give none."""
    from knowledge.answers import Answers
    from knowledge.embedding import Embedder
    from knowledge.loading import load_rulebook
    from knowledge.reading import Reader

    rulebook = load_rulebook()
    engine = Engine(rulebook)
    embedder = Embedder()
    answers = Answers(rulebook.article, embedder)
    reader = Reader(rulebook, embedder.encode)
    return Services(rulebook, engine, Agenda(rulebook, engine), reader.read, answers.answer)
