"""The ledger: what is held of each fact is the fold of the moves that still count."""

from collections.abc import Iterable, Mapping, Sequence

from graphs.state import ConversationState, Move, OpenQuestion, asked_of, open_of
from knowledge.facts import Fact, Source, State
from knowledge.rulebook import Rulebook
from knowledge.shapes import FactDict, JsonValue
from knowledge.values import UNMEASURED

Changes = dict[str, FactDict | None]


def facts_of(moves: Iterable[Move]) -> dict[str, Fact]:
    """The facts after every move, in the order they were first told."""
    held: dict[str, Fact] = {}
    for move in moves:
        for name, fact in move["changes"].items():
            if fact is None:
                held.pop(name, None)
            else:
                held[name] = fact_from(fact)
    return held


def fact_from(stored: FactDict) -> Fact:
    """A stored fact as a value."""
    return Fact(**stored)  # type: ignore[arg-type]  # written by Fact.to_json


def stated(value: JsonValue, source: Source, evidence: str | None, turn: int) -> Fact:
    """A fact as it was said; the word ``unmeasured`` is a state of its own."""
    state: State = "unmeasured" if value == UNMEASURED else "known"
    return Fact(value, state, source, evidence, turn)


def unsure(turn: int, evidence: str | None) -> FactDict:
    """Asked, and the person cannot say: never asked again, every value stays possible."""
    return Fact(None, "unsure", "user", evidence, turn).to_json()


def moved(state: ConversationState, turn: int, changes: Changes) -> list[Move]:
    """The moves with one more, which remembers what was open so that undo restores it."""
    move: Move = {
        "turn": turn,
        "changes": changes,
        "asked": asked_of(state),
        "open": open_of(state),
    }
    return [*state.get("moves", []), move]


def changed(held: Mapping[str, Fact], stated: Changes) -> Changes:
    """Only what differs: nothing is noted twice, and not knowing never overwrites an answer."""
    changes: Changes = {}
    for name, fact in stated.items():
        before = held.get(name)
        if fact is None:
            if before is not None:
                changes[name] = None
        elif before is None or (fact["state"] != "unsure" and before.value != fact["value"]):
            changes[name] = fact
    return changes


def reopened(
    rulebook: Rulebook, asked: Mapping[str, int], withdrawn: Sequence[str]
) -> dict[str, int]:
    """``asked`` without the topics whose facts were withdrawn: they may be asked anew."""
    gone = set(withdrawn)
    return {
        topic: count
        for topic, count in asked.items()
        if topic not in rulebook.topics or not gone & set(rulebook.topics[topic].facts)
    }


def unanswered(question: OpenQuestion, facts: Mapping[str, Fact]) -> list[str]:
    """The facts an open question still waits for."""
    return [name for name in question["facts"] if name not in facts]
