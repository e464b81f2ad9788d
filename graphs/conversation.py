"""The outer conversation: one run per user message, from reading it to the next question."""

from typing import Any, Literal

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from graphs import answers, interview, wording
from graphs.commands import COMMANDS
from graphs.hearing import read
from graphs.ledger import Changes, changed, facts_of, moved, reopened, stated, unanswered
from graphs.questions import worded
from graphs.services import Context, Services, services_of
from graphs.state import (
    ConversationInput,
    ConversationState,
    OpenQuestion,
    asked_of,
    open_of,
    question_on,
)
from knowledge.facts import Fact, parse_facts
from knowledge.shapes import MessageDict

SETTLED = "That settles the verdict. Optional, to make the plan yours:"
DONE = "That is all I would ask. Correct any answer, try a what-if, or ask about the subject."
ENOUGH = "That is all the verdict asks of you. Optional, to make the plan yours:"


def edit(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """Answers changed in the ledger itself; a withdrawn one may be asked again."""
    services = services_of(runtime)
    raw = state["message"].get("changes", {})
    given = parse_facts(services.rulebook, {k: v for k, v in raw.items() if v is not None})
    before = facts_of(state["moves"])
    said: Changes = {name: None for name, value in raw.items() if value is None}
    for name, fact in given.items():
        said[name] = Fact(fact.value, fact.state, "menu", None, state["turn"]).to_json()
    changes = changed(before, said)
    if not changes:
        return {"replies": [wording.says("That is what I had already.")]}
    moves = moved(state, state["turn"], changes)
    withdrawn = [name for name in changes if changes[name] is None]
    return {
        "moves": moves,
        "asked": reopened(services.rulebook, asked_of(state), withdrawn),
        "noted": list(changes),
        "replies": [wording.noted(services, before, facts_of(moves), changes)],
    }


def command(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """A move that is not an answer."""
    return COMMANDS[str(state["reading"]["command"])](state, services_of(runtime))


def what_if(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """The verdict under imagined facts, beside the real ones, which stay as they are."""
    now = facts_of(state["moves"])
    turn, said = state["turn"], state["reading"]["facts"]
    imagined = {name: stated(value, state["source"], None, turn) for name, value in said.items()}
    both = {**now, **imagined}
    return {"replies": [wording.what_if(services_of(runtime), both, now, list(imagined))]}


def ask(state: ConversationState, runtime: Runtime[Context]) -> ConversationState:
    """The question that waits, or the next that can still change the verdict, or the verdict."""
    services = services_of(runtime)
    facts, asked = facts_of(state["moves"]), asked_of(state)
    question = open_of(state)
    waiting = question is not None and _waits(question, facts, asked, services)
    replies = list(state["replies"])
    if not waiting:
        if question and question["form"] == "optional" and unanswered(question, facts):
            asked = services.agenda.uncounted(asked, question["topic"])
        put = services.agenda.next(facts, asked, everything=state.get("everything", False))
        question = question_on(put.topic, put.facts, put.form) if put else None
        asked = services.agenda.counted(asked, put) if put else asked
    announced = ""
    if question is None or question["form"] == "optional":
        told = _conclusion(services, facts, state.get("announced", ""))
        announced = _standing(services, facts)
        replies += told
    if question is not None:
        lead = "" if replies == state["replies"] else _lead(services, facts)
        replies.append(_put(services, question, state["turn"], waiting, lead))
    elif open_of(state) is not None:
        replies.append(wording.says(DONE))
    elif not replies:
        replies.append(wording.unchanged(services, facts))
    return {
        "open": question,
        "asked": asked,
        "announced": announced,
        "replies": replies,
        "message_id": state["message"].get("id", ""),
    }


def arriving(state: ConversationState) -> Literal["read", "__end__"]:
    """A message that was taken to its end is not taken twice; one cut short is run again."""
    taken = state["message"].get("id", "") or None
    return "__end__" if taken and taken == state.get("message_id") else "read"


def after_read(
    state: ConversationState,
) -> Literal["edit", "command", "what_if", "answers", "interview"]:
    """Commands, imagined facts and pure questions are moves of their own; the rest is answers."""
    reading = state["reading"]
    if reading["command"] == "edit":
        return "edit"
    if reading["command"] in COMMANDS:
        return "command"
    if reading["what_if"] and reading["facts"]:
        return "what_if"
    says_something = (
        reading["facts"] or reading["unsure"] or reading["retracts"] or reading["proposed"]
    )
    return "answers" if reading["intent"] == "question" and not says_something else "interview"


def after_interview(state: ConversationState) -> Literal["answers", "ask"]:
    """A message that also asks something is answered before the next question."""
    return "answers" if state["reading"]["questions"] else "ask"


def _waits(
    question: OpenQuestion, facts: dict[str, Fact], asked: dict[str, int], services: Services
) -> bool:
    """Whether an open question is still worth its answer; a needed one goes before optional."""
    if question["form"] == "confirm":
        return True
    if not unanswered(question, facts):
        return False
    if question["form"] == "optional":
        return services.agenda.over(facts, asked)
    always = services.rulebook.topics[question["topic"]].always
    return always or services.agenda.matters(facts, question["facts"])


def _standing(services: Services, facts: dict[str, Fact]) -> str:
    decision = services.engine.decide(facts)
    return f"{decision.verdict}/{decision.firm}"


def _conclusion(services: Services, facts: dict[str, Fact], announced: str) -> list[MessageDict]:
    """The verdict in full, once; again when it changes."""
    if not facts or _standing(services, facts) == announced:
        return []
    return [wording.verdict(services.engine.recommend(facts))]


def _lead(services: Services, facts: dict[str, Fact]) -> str:
    """What introduces an optional question right after the verdict."""
    return SETTLED if services.engine.decide(facts).firm else ENOUGH


def _put(
    services: Services, question: OpenQuestion, turn: int, waiting: bool, lead: str
) -> MessageDict:
    text = worded(services.rulebook, question)["text"]
    if question["form"] == "optional" and lead:
        return wording.says(f"{lead} {text}")
    if not waiting or question["tries"]:
        return wording.says(text)
    new = any(proposal["turn"] == turn for proposal in question["proposals"].values())
    return wording.says(text if new else f"Back to my question: {text}")


def make_graph() -> Any:
    """The conversation without a checkpointer: LangGraph's own tools bring theirs."""
    return _wired().compile()


def durable_graph(checkpointer: BaseCheckpointSaver[Any]) -> Any:
    """The conversation that keeps its threads with a checkpointer."""
    return _wired().compile(checkpointer=checkpointer)


def _wired() -> StateGraph[ConversationState, Context, ConversationInput, ConversationState]:
    graph = StateGraph(ConversationState, context_schema=Context, input_schema=ConversationInput)
    for step in (read, edit, command, what_if, ask):
        graph.add_node(step.__name__, step)
    graph.add_node("interview", interview.part())
    graph.add_node("answers", answers.part())
    graph.add_conditional_edges(START, arriving)
    graph.add_conditional_edges("read", after_read)
    graph.add_conditional_edges("interview", after_interview)
    for step_name in ("edit", "command", "what_if", "answers"):
        graph.add_edge(step_name, "ask")
    graph.add_edge("ask", END)
    return graph
