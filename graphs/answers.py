"""Side questions: each is answered from the exact text, and the open question stays open."""

from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from graphs import wording
from graphs.hearing import alone
from graphs.ledger import facts_of
from graphs.services import Context, services_of
from graphs.state import ConversationState

MOST_QUESTIONS = 2


def look_up(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """An answer made of exact passages for each question asked, or that the text has none."""
    services = services_of(runtime)
    facts = facts_of(state.get("moves", []))
    asked = state["reading"]["questions"] or [state["message"].get("text", "")]
    answers = [services.answer(question, facts) for question in asked[:MOST_QUESTIONS]]
    different = {answer["text"]: answer for answer in answers}.values()
    replies = [wording.says(a["text"], a["citations"] or a["nearest"]) for a in different]
    return {"replies": [*state["replies"], *replies]}


def make_graph() -> Any:
    """The answers alone, for LangGraph's own tools."""
    return alone("answers", part())


def part() -> Any:
    """The answers as a part of the conversation, once the message was read."""
    graph = StateGraph(ConversationState, context_schema=Context)
    graph.add_node("look_up", look_up)
    graph.add_edge(START, "look_up")
    graph.add_edge("look_up", END)
    return graph.compile()
