"""A doubtful reading is asked back, and a yes, a no or the same words again settle it."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from graphs.conversation import make_graph
from graphs.ledger import facts_of
from graphs.services import Services
from graphs.state import ConversationState, open_of
from knowledge.agenda import Agenda
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.loading import load_rulebook
from knowledge.shapes import AnswerDict, ProposedDict, UnderstandingDict

DOUBTFUL = "a pile of old letters"


def read(text: str, _topic: str | None, _facts: Sequence[str]) -> UnderstandingDict:
    """Doubts one message and reads nothing else."""
    pile: dict[str, ProposedDict] = {"labelled_examples": {"value": 400, "evidence": "pile"}}
    return {
        "facts": {},
        "evidence": {},
        "proposed": pile if text == DOUBTFUL else {},
        "unsure": [],
        "retracts": [],
        "questions": [],
        "intent": "answer",
        "command": None,
        "what_if": False,
    }


def answer(question: str, _facts: Mapping[str, Fact]) -> AnswerDict:
    return {"question": question, "answered": False, "text": "", "citations": [], "nearest": []}


@pytest.fixture
def say() -> Callable[[str], ConversationState]:
    rulebook = load_rulebook()
    engine = Engine(rulebook)
    services = Services(rulebook, engine, Agenda(rulebook, engine), read, answer)
    graph = make_graph(InMemorySaver())
    turns = iter(range(1, 100))

    def send(text: str) -> ConversationState:
        turn = next(turns)
        message = {"id": f"m{turn}", "turn": turn, "kind": "text", "text": text}
        thread = {"configurable": {"thread_id": "one"}}
        found: ConversationState = graph.invoke({"message": message}, thread, context=services)
        return found

    return send


@pytest.fixture
def doubted(say: Callable[[str], ConversationState]) -> Callable[[str], ConversationState]:
    state = say(DOUBTFUL)
    question = open_of(state)
    assert question is not None
    assert question["form"] == "confirm"
    return say


def test_a_doubtful_reading_is_not_known_before_it_is_confirmed(
    say: Callable[[str], ConversationState],
) -> None:
    assert "labelled_examples" not in facts_of(say(DOUBTFUL)["moves"])


@pytest.mark.parametrize("said", ["yes", DOUBTFUL])
def test_a_yes_or_the_same_words_again_confirm_it(
    doubted: Callable[[str], ConversationState], said: str
) -> None:
    assert facts_of(doubted(said)["moves"])["labelled_examples"].value == 400


def test_a_no_leaves_it_unknown(doubted: Callable[[str], ConversationState]) -> None:
    assert "labelled_examples" not in facts_of(doubted("no")["moves"])


def test_a_confirmed_reading_is_not_asked_back_again(
    doubted: Callable[[str], ConversationState],
) -> None:
    question = open_of(doubted(DOUBTFUL))
    assert question is not None
    assert question["form"] != "confirm"
