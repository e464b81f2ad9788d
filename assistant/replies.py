"""From what a graph left behind to the Turn every channel shows."""

from collections.abc import Mapping, Sequence

from assistant.errors import AssistantError
from assistant.store import StoredTurn
from graphs.ledger import facts_of
from graphs.questions import worded
from graphs.services import Services
from graphs.state import ConversationState, Incoming, asked_of, open_of
from graphs.wording import held, says
from knowledge.facts import Fact
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue, MessageDict, TurnDict

GREETING = (
    "Hello. I help you decide whether to fine-tune a model or whether prompting is enough, with "
    "the exact source for everything I say. Answer in your own words, or paste a brief; what you "
    "write stays on this machine, and no language model reads along."
)


def turn_of(
    conversation: str, message: Incoming, state: ConversationState, services: Services
) -> TurnDict:
    """The Turn after a message: what is new, and everything as it stands now."""
    facts = facts_of(state.get("moves", []))
    question = open_of(state)
    return {
        "conversation": conversation,
        "turn": message["turn"],
        "messages": [_said(message), *state["replies"]],
        "question": worded(services.rulebook, question) if question else None,
        "facts": {name: fact.to_json() for name, fact in facts.items()},
        "noted": state["noted"],
        "progress": services.agenda.progress(facts, asked_of(state)),
        "recommendation": services.engine.recommend(facts) if facts else None,
    }


def greeting(conversation: str, services: Services) -> TurnDict:
    """Turn 0: who this is, and the first question."""
    state: ConversationState = {"replies": [], "noted": [], "moves": []}
    turn = turn_of(conversation, {"id": "", "turn": 0}, state, services)
    question = turn["question"]
    turn["messages"] = [says(GREETING), says(question["text"] if question else "")]
    return turn


def failed(error: Exception) -> MessageDict:
    """What is said when a message could not be worked on: it is kept, and nothing was taken."""
    cause = f" {error.message}" if isinstance(error, AssistantError) else ""
    return says(
        f"Something failed on my side while I worked on this message.{cause} It is kept as you "
        "wrote it, and your answers so far stand. Please say it in other words."
    )


def edited(rulebook: Rulebook, given: Mapping[str, Fact], changes: Mapping[str, JsonValue]) -> str:
    """What an edit of the ledger says, as the person's own bubble."""
    parts = [held(rulebook, name, fact) for name, fact in given.items()]
    parts += [
        f"{rulebook.facts[name].label.lower()}: withdrawn"
        for name, value in changes.items()
        if value is None
    ]
    return f"Edit — {'; '.join(parts)}"


def transcript(turns: Sequence[StoredTurn]) -> list[MessageDict]:
    """Every bubble so far, in order."""
    return [message for turn in turns if turn.reply for message in turn.reply["messages"]]


def _said(message: Incoming) -> MessageDict:
    return {"role": "user", "text": message.get("text", ""), "citations": []}
