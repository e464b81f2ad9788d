"""Moves that are not answers: undo, why, the verdict so far, challenge, start over, help."""

from collections.abc import Callable

from graphs import wording
from graphs.ledger import Changes, facts_of, moved
from graphs.services import Services
from graphs.state import FIRST_TOPIC, ConversationState, first_question, open_of

HELP = (
    "Answer in your own words; several facts at once are fine, and so is a pasted brief. "
    "You can also say “not sure”, “skip”, “undo”, “why do you ask?”, “verdict so far”, "
    "“challenge this”, “start over” or “ask me everything”; correct anything (“actually 500”), "
    "ask a question about fine-tuning and prompting, or try “what if we had 2,000 examples?”."
)
NO_VERDICT = "Nothing is known yet, so there is no verdict."


def undo(state: ConversationState, services: Services) -> ConversationState:
    """Takes the last move back and reopens what was open before it."""
    moves = state.get("moves", [])
    if not moves:
        return {"replies": [wording.says("There is nothing to take back yet.")]}
    last, question = moves[-1], moves[-1]["open"]
    now = facts_of(moves[:-1])
    return {
        "moves": moves[:-1],
        "asked": last["asked"],
        "open": {**question, "tries": 0} if question else None,
        "noted": list(last["changes"]),
        "replies": [wording.undone(services.rulebook, last["changes"], now)],
    }


def why(state: ConversationState, services: Services) -> ConversationState:
    """Why the open question matters, with the article's words where it has them."""
    question = open_of(state)
    if question is None:
        return {"replies": [wording.says("No question is open.")]}
    topic = services.rulebook.topics[question["topic"]]
    if topic.why_citation is None:
        return {"replies": [wording.says(topic.why)]}
    citation = topic.why_citation.numbered(1)
    return {"replies": [wording.says(f"{topic.why} [1]", [citation])]}


def verdict(state: ConversationState, services: Services) -> ConversationState:
    """The recommendation as it stands, told in full."""
    facts = facts_of(state.get("moves", []))
    if not facts:
        return {"replies": [wording.says(NO_VERDICT)]}
    return {"replies": [wording.verdict(services.engine.recommend(facts))]}


def challenge(state: ConversationState, services: Services) -> ConversationState:
    """The strongest passages against the present verdict."""
    facts = facts_of(state.get("moves", []))
    if not facts:
        return {"replies": [wording.says(NO_VERDICT)]}
    return {"replies": [wording.challenged(services.engine.recommend(facts))]}


def restart(state: ConversationState, _services: Services) -> ConversationState:
    """Withdraws every answer and begins again; an undo brings them all back."""
    changes: Changes = dict.fromkeys(facts_of(state.get("moves", [])))
    if not changes:
        return {"replies": [wording.says("Nothing is known yet; this is the start.")]}
    text = "Starting over. Say “undo” to bring your answers back."
    return {
        "moves": moved(state, state["turn"], changes),
        "asked": {FIRST_TOPIC: 1},
        "open": first_question(),
        "everything": False,
        "announced": "",
        "noted": list(changes),
        "replies": [wording.says(text)],
    }


def everything(_state: ConversationState, _services: Services) -> ConversationState:
    """From now on every question that is left is asked."""
    return {"everything": True, "replies": [wording.says("I will ask everything that is left.")]}


def help_(_state: ConversationState, _services: Services) -> ConversationState:
    """What can be said."""
    return {"replies": [wording.says(HELP)]}


COMMANDS: dict[str, Callable[[ConversationState, Services], ConversationState]] = {
    "undo": undo,
    "why": why,
    "verdict": verdict,
    "challenge": challenge,
    "restart": restart,
    "everything": everything,
    "help": help_,
}
