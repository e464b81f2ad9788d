"""What a conversation keeps between turns: plain data only, so stored threads survive a rename."""

from collections.abc import Sequence
from typing import Literal, TypedDict

from knowledge.shapes import FactDict, JsonValue, MessageDict, UnderstandingDict

Form = Literal["question", "follow_up", "optional", "confirm"]


class Incoming(TypedDict, total=False):
    """One user move: a text, or an edit of the ledger (``changes``; ``None`` withdraws)."""

    id: str
    turn: int
    kind: Literal["text", "edit", "undo"]
    text: str
    changes: dict[str, JsonValue]


class Proposal(TypedDict):
    """A reading waiting for a yes, with the turn whose message holds the words."""

    value: JsonValue
    evidence: str
    turn: int


class OpenQuestion(TypedDict):
    """The question that waits for an answer; ``tries`` counts answers that said nothing to it.

    A question that asks to confirm ``proposals`` remembers in ``resume`` what it interrupted.
    """

    topic: str
    facts: list[str]
    form: Form
    tries: int
    proposals: dict[str, Proposal]
    resume: "OpenQuestion | None"


class Move(TypedDict):
    """One turn that changed the ledger, and what was open before it, so that undo is exact."""

    turn: int
    changes: dict[str, FactDict | None]
    asked: dict[str, int]
    open: OpenQuestion | None


class ConversationInput(TypedDict):
    """What a caller may put in."""

    message: Incoming


class ConversationState(TypedDict, total=False):
    """Everything a thread keeps; absent keys mean a conversation that has just begun.

    ``announced`` is the verdict last told in full, as ``verdict/firm``. ``reading``, ``source``,
    ``accepted`` (the answer to a confirmation), ``replies`` and ``noted`` belong to one turn.
    """

    message: Incoming
    message_id: str
    turn: int
    moves: list[Move]
    asked: dict[str, int]
    open: OpenQuestion | None
    everything: bool
    announced: str
    reading: UnderstandingDict
    source: Literal["user", "menu"]
    accepted: bool | None
    replies: list[MessageDict]
    noted: list[str]


FIRST_TOPIC = "use_case"


def question_on(topic: str, facts: Sequence[str], form: Form) -> OpenQuestion:
    """A question just put."""
    return {
        "topic": topic,
        "facts": list(facts),
        "form": form,
        "tries": 0,
        "proposals": {},
        "resume": None,
    }


def first_question() -> OpenQuestion:
    """The question every conversation begins with."""
    return question_on(FIRST_TOPIC, [FIRST_TOPIC], "question")


def asked_of(state: ConversationState) -> dict[str, int]:
    """How often each topic was asked; the first one is asked by the greeting."""
    return dict(state.get("asked", {FIRST_TOPIC: 1}))


def open_of(state: ConversationState) -> OpenQuestion | None:
    """The open question; a fresh conversation has the first one open."""
    return state["open"] if "open" in state else first_question()
