"""A doubtful reading is asked back, and a yes, a no or the same words again settle it."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from graphs.conversation import durable_graph
from graphs.ledger import facts_of
from graphs.services import Context, Services
from graphs.state import ConversationState, open_of
from knowledge.agenda import Agenda
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.loading import load_rulebook
from knowledge.shapes import AnswerDict, JsonValue, ProposedDict, UnderstandingDict, nothing_read

DOUBTFUL = "a pile of old letters"
UNMEASURED = "nobody ever looked"
IMAGINED = "what if nobody had measured it?"
PROPOSED: dict[str, dict[str, ProposedDict]] = {
    DOUBTFUL: {"labelled_examples": {"value": 400, "evidence": "pile"}},
    UNMEASURED: {"best_accuracy": {"value": "unmeasured", "evidence": "nobody ever looked"}},
}
DRIVEN: dict[str, JsonValue] = {
    "labelled_examples": 5000,
    "data_quality": "high",
    "volatility": "static",
    "auditability": "no",
    "task_shape": "narrow",
    "jargon": "yes",
    "best_accuracy": "unmeasured",
}


def read(text: str, _topic: str | None, _facts: Sequence[str]) -> UnderstandingDict:
    """Doubts two messages, imagines in one, and reads nothing else."""
    imagined = DRIVEN if text == IMAGINED else {}
    return {
        **nothing_read(),
        "facts": imagined,
        "proposed": PROPOSED.get(text, {}),
        "what_if": bool(imagined),
    }


def answer(question: str, _facts: Mapping[str, Fact]) -> AnswerDict:
    return {"question": question, "answered": False, "text": "", "citations": [], "nearest": []}


@pytest.fixture
def say() -> Callable[[str], ConversationState]:
    rulebook = load_rulebook()
    engine = Engine(rulebook)
    services = Services(rulebook, engine, Agenda(rulebook, engine), read, answer)
    graph = durable_graph(InMemorySaver())
    turns = iter(range(1, 100))

    def send(text: str) -> ConversationState:
        turn = next(turns)
        message = {"id": f"m{turn}", "turn": turn, "kind": "text", "text": text}
        thread = {"configurable": {"thread_id": "one"}}
        found: ConversationState = graph.invoke(
            {"message": message}, thread, context=Context(services)
        )
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


def test_a_confirmed_unmeasured_is_kept_as_unmeasured(
    say: Callable[[str], ConversationState],
) -> None:
    say(UNMEASURED)
    fact = facts_of(say("yes")["moves"])["best_accuracy"]
    assert (fact.value, fact.state) == ("unmeasured", "unmeasured")


def test_imagining_that_nobody_measured_is_told_as_the_engine_sees_it(
    say: Callable[[str], ConversationState],
) -> None:
    (told,) = [m for m in say(IMAGINED)["replies"] if m["text"].startswith("What if")]
    assert "experiment first" in told["text"]
