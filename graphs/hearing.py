"""Hearing a message: a button, a yes or no, or words read against the open question."""

from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from graphs.confirming import confirmed
from graphs.questions import picked
from graphs.services import Context, services_of
from graphs.state import ConversationInput, ConversationState, OpenQuestion, open_of
from knowledge.shapes import UnderstandingDict, nothing_read


def read(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """The message as an Understanding, read against the open question."""
    services = services_of(runtime)
    message, question = state["message"], open_of(state)
    text = message.get("text", "")
    choice = picked(services.rulebook, question, text)
    accepted = confirmed(question, text, choice)
    reading = nothing_read()
    if message.get("kind", "text") != "text":
        reading["command"] = message["kind"]
    elif choice is not None:
        reading["facts"] = dict(choice.sets)
        reading["evidence"] = dict.fromkeys(choice.sets, text.strip())
    elif accepted is None:
        topic, facts = (question["topic"], question["facts"]) if question else (None, [])
        reading = services.read(text, topic, facts)
    return {
        "turn": message.get("turn", state.get("turn", 0) + 1),
        "moves": state.get("moves", []),
        "reading": _skipping(reading, question),
        "source": "user" if choice is None else "menu",
        "accepted": accepted,
        "replies": [],
        "noted": [],
    }


def alone(name: str, part: Any) -> Any:
    """A part of the conversation as a graph of its own, which hears the message first.

    Without a checkpointer: LangGraph's own tools bring theirs.
    """
    graph = StateGraph(ConversationState, context_schema=Context, input_schema=ConversationInput)
    graph.add_node("read", read)
    graph.add_node(name, part)
    graph.add_edge(START, "read")
    graph.add_edge("read", name)
    graph.add_edge(name, END)
    return graph.compile()


def _skipping(reading: UnderstandingDict, question: OpenQuestion | None) -> UnderstandingDict:
    """ "Skip" and "not sure" without a named fact speak of what the open question asks."""
    if reading["command"] in ("skip", "unsure") and not reading["unsure"] and question:
        return {**reading, "unsure": question["facts"]}
    return reading
