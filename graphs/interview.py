"""The interview: take what a message says into the ledger, and settle the open question."""

from collections.abc import Mapping, Set
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from graphs import wording
from graphs.hearing import alone
from graphs.ledger import Changes, changed, facts_of, moved, reopened, stated, unanswered, unsure
from graphs.services import Context, services_of
from graphs.state import ConversationState, OpenQuestion, Proposal, asked_of, open_of, question_on
from knowledge.facts import Fact
from knowledge.shapes import UnderstandingDict

TRIES = 3
CONFIRMATIONS = 2


def note(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """What the message states, withdraws or leaves open becomes one move; nothing else is set."""
    services = services_of(runtime)
    before = facts_of(state.get("moves", []))
    said = _stated(state, before) | _confirmed(state)
    changes = changed(
        before, {name: said[name] for name in services.rulebook.facts if name in said}
    )
    withdrawn = [name for name, fact in changes.items() if fact is None]
    moves = moved(state, state["turn"], changes) if changes else state.get("moves", [])
    after = facts_of(moves)
    update: ConversationState = {
        "moves": moves,
        "asked": reopened(services.rulebook, asked_of(state), withdrawn),
        "open": _still_open(open_of(state), state, changes.keys(), after),
        "noted": list(changes),
    }
    if changes:
        reply = wording.noted(services, before, after, changes)
        update["replies"] = [*state["replies"], reply]
    language = state["reading"]["language"]
    if language is not None and not changes.keys() - {"use_case"}:
        update["replies"] = [*update.get("replies", state["replies"]), wording.in_english(language)]
    return update


def confirm(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """What the reader would rather not assume becomes a question that a yes or no settles."""
    interrupted = open_of(state)
    waiting, resume = _proposals(interrupted), interrupted
    if interrupted and interrupted["form"] == "confirm":
        resume = interrupted["resume"]
    for name, p in _worth_confirming(state).items():
        waiting[name] = {"value": p["value"], "evidence": p["evidence"], "turn": state["turn"]}
    topics = services_of(runtime).rulebook.topics.values()
    topic = next(t.name for t in topics if next(iter(waiting)) in t.facts)
    question = question_on(topic, list(waiting), "confirm")
    return {"open": {**question, "proposals": waiting, "resume": resume}}


def persist(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """A question that got no answer is put twice more in other words, then left open."""
    question = open_of(state)
    if question is None:
        return {}
    tries = question["tries"] + (0 if state["noted"] else 1)
    if question["form"] == "confirm" and tries >= CONFIRMATIONS:
        return {"open": question["resume"]}
    if tries < TRIES:
        return {"open": {**question, "tries": tries}}
    waiting = unanswered(question, facts_of(state["moves"]))
    changes: Changes = {name: unsure(state["turn"], None) for name in waiting}
    reply = wording.left_open(services_of(runtime).rulebook, waiting)
    return {
        "moves": moved(state, state["turn"], changes),
        "open": None,
        "noted": [*state["noted"], *changes],
        "replies": [*state["replies"], reply],
    }


def after_note(state: ConversationState) -> Literal["confirm", "persist", "__end__"]:
    """Doubtful readings are confirmed first; a question that got no answer is not dropped."""
    if _worth_confirming(state):
        return "confirm"
    reading = state["reading"]
    settled = open_of(state) is None or state["accepted"] is not None
    return "__end__" if settled or reading["intent"] == "question" else "persist"


def _stated(state: ConversationState, before: Mapping[str, Fact]) -> Changes:
    reading, turn = state["reading"], state["turn"]
    changes: Changes = dict.fromkeys(reading["retracts"])
    for name in reading["unsure"]:
        changes[name] = unsure(turn, state["message"].get("text", "").strip()[:200] or None)
    for name, value in reading["facts"].items():
        if name in before and _implied(reading, name):
            continue
        said = stated(value, state["source"], reading["evidence"].get(name), turn)
        changes[name] = said.to_json()
    return changes


def _implied(reading: UnderstandingDict, name: str) -> bool:
    """An accuracy implies that some prompting was tried; it never replaces what was stated."""
    words = reading["evidence"]
    return name == "prompting_tried" and words.get(name) == words.get("best_accuracy", "")


def _proposals(question: OpenQuestion | None) -> dict[str, Proposal]:
    return dict(question["proposals"]) if question else {}


def _confirmed(state: ConversationState) -> Changes:
    """What a yes confirms, or saying the same once more."""
    question = open_of(state)
    if question is None or state["accepted"] is False:
        return {}
    again = state["reading"]["proposed"]
    return {
        name: stated(p["value"], "user", p["evidence"], p["turn"]).to_json()
        for name, p in question["proposals"].items()
        if state["accepted"] or (name in again and again[name]["value"] == p["value"])
    }


def _worth_confirming(state: ConversationState) -> dict[str, Any]:
    """Proposals that would change something; one refused a moment ago is not proposed again."""
    reading: UnderstandingDict = state["reading"]
    facts = facts_of(state["moves"])
    return {
        name: proposal
        for name, proposal in reading["proposed"].items()
        if name not in facts or facts[name].value != proposal["value"]
    }


def _still_open(
    question: OpenQuestion | None,
    state: ConversationState,
    noted: Set[str],
    after: dict[str, Fact],
) -> OpenQuestion | None:
    """The question itself while nothing it asks for was said; after a confirmation, what it
    interrupted."""
    if question is None:
        return None
    said = set(state["reading"]["facts"]) | set(state["reading"]["unsure"])
    if question["form"] == "confirm":
        if state["accepted"] is None and not question["proposals"].keys() & (said | noted):
            return question
        resumed = question["resume"]
        if resumed is None or len(unanswered(resumed, after)) < len(resumed["facts"]):
            return None
        return {**resumed, "tries": resumed["tries"] + (state["accepted"] is False)}
    return None if said & set(question["facts"]) else question


def make_graph() -> Any:
    """The interview alone, for LangGraph's own tools."""
    return alone("interview", part())


def part() -> Any:
    """The interview as a part of the conversation, once the message was read."""
    graph = StateGraph(ConversationState, context_schema=Context)
    graph.add_node("note", note)
    graph.add_node("confirm", confirm)
    graph.add_node("persist", persist)
    graph.add_edge(START, "note")
    graph.add_conditional_edges("note", after_note)
    graph.add_edge("confirm", END)
    graph.add_edge("persist", END)
    return graph.compile()
