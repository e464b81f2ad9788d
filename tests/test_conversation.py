"""The conversation graph run for real over an in-memory checkpointer: random whole interviews."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphs.ledger import facts_of
from graphs.questions import choices, worded
from graphs.services import Context, Services
from graphs.state import ConversationState, open_of
from knowledge.agenda import Agenda
from knowledge.engine import Engine
from knowledge.facts import Fact
from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.shapes import AnswerDict

MOST_TURNS = 40
Say = Callable[[str], ConversationState]


def no_answer(question: str, _facts: Mapping[str, Fact]) -> AnswerDict:
    text = "The text does not say."
    return {"question": question, "answered": False, "text": text, "citations": [], "nearest": []}


@pytest.fixture(scope="module")
def services() -> Services:
    rulebook = load_rulebook()
    engine = Engine(rulebook)
    reader = Reader(rulebook, None)
    return Services(rulebook, engine, Agenda(rulebook, engine), reader.read, no_answer)


@pytest.fixture(scope="module")
def talk(services: Services) -> Iterator[Callable[[], Say]]:
    """Starts a conversation each time it is called; the result takes one message a call."""
    from langgraph.checkpoint.memory import InMemorySaver

    from graphs.conversation import durable_graph

    graph = durable_graph(InMemorySaver())
    threads = iter(range(1_000_000))

    def start() -> Say:
        thread = {"configurable": {"thread_id": str(next(threads))}}
        turns = iter(range(1, 1_000_000))

        def say(text: str, kind: str = "text") -> ConversationState:
            turn = next(turns)
            message = {"id": f"m{turn}", "turn": turn, "kind": kind, "text": text}
            state = graph.invoke(
                {"message": message}, thread, context=Context(services), durability="exit"
            )
            return cast(ConversationState, state)

        return say

    yield start


def replies_to(state: ConversationState, services: Services, chance: random.Random) -> str:
    question = open_of(state)
    assert question is not None
    labels = [choice.label for choice in choices(services.rulebook, question)]
    return chance.choice([*labels, *labels, "not sure", "skip", "the quick brown fox"])


def interview(say: Say, services: Services, seed: int) -> list[ConversationState]:
    """A whole interview answered by chance, up to the end of its required part."""
    chance = random.Random(seed)
    states = [say("Sorting incoming letters")]
    while (question := open_of(states[-1])) and question["form"] != "optional":
        assert len(states) < MOST_TURNS, f"seed {seed} does not end"
        states.append(say(replies_to(states[-1], services, chance)))
    return states


@pytest.mark.parametrize("seed", range(25))
def test_an_interview_answered_by_chance_ends_in_a_verdict_told_with_citations(
    talk: Callable[[], Say], services: Services, seed: int
) -> None:
    states = interview(talk(), services, seed)
    told = [m for m in states[-1]["replies"] if m["text"].startswith("**")]
    assert len(told) == 1
    assert told[0]["citations"]


@pytest.mark.parametrize("seed", range(25, 35))
def test_undoing_everything_leads_back_to_the_first_question_with_nothing_known(
    talk: Callable[[], Say], services: Services, seed: int
) -> None:
    say = talk()
    interview(say, services, seed)
    state = say("undo")
    while state["moves"]:
        state = say("undo")
    question = open_of(state)
    assert question is not None
    assert (question["topic"], facts_of(state["moves"])) == ("use_case", {})


def test_no_question_is_put_twice_in_the_same_words(
    talk: Callable[[], Say], services: Services
) -> None:
    say = talk()
    state = say("Sorting incoming letters")
    texts = []
    while (question := open_of(state)) and question["form"] != "optional":
        put = worded(services.rulebook, question)
        texts.append((put["topic"], tuple(put["facts"]), put["text"]))
        state = say("the quick brown fox")
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("words", ["challenge this", "verdict so far"])
def test_there_is_no_verdict_to_speak_of_before_anything_is_known(
    talk: Callable[[], Say], words: str
) -> None:
    assert "there is no verdict" in talk()(words)["replies"][0]["text"]


def test_starting_over_can_be_undone(talk: Callable[[], Say]) -> None:
    say = talk()
    say("Sorting incoming letters")
    before = say("never changes")
    say("start over")
    after = say("undo")
    assert facts_of(after["moves"]) == facts_of(before["moves"])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_text_at_all_leaves_a_question_and_every_earlier_answer(
    talk: Callable[[], Say], texts: Sequence[str]
) -> None:
    say = talk()
    say("Sorting incoming letters")
    say("3,000 labelled letters, clean labels")
    for text in texts:
        state: Any = say(text)
    assert open_of(state) is not None


def told(talk: Callable[[], Say], *texts: str) -> tuple[Say, ConversationState]:
    say = talk()
    state = say("Sorting incoming letters")
    for text in texts:
        state = say(text)
    return say, state


SETTLED = ("2,000 labelled letters, high quality", "weekly", "no", "no")


def test_a_correction_that_reopens_the_verdict_is_followed_by_a_needed_question(
    talk: Callable[[], Say],
) -> None:
    say, before = told(talk, *SETTLED)
    after = say("actually it changes yearly")
    first, then = open_of(before), open_of(after)
    assert first and then
    assert first["form"] == "optional"
    assert then["form"] != "optional"


def test_an_accuracy_told_later_keeps_prompting_exhausted(talk: Callable[[], Say]) -> None:
    say, _ = told(talk, "2,000 labelled letters, high quality", "static", "no", "no")
    state = say("one narrow task")
    while (question := open_of(state)) and question["topic"] != "prompting":
        state = say("not sure")
    say("exhausted")
    state = say("72%")
    facts = facts_of(state["moves"])
    assert (facts["prompting_tried"].value, facts["best_accuracy"].value) == ("exhausted", 0.72)


def test_each_accuracy_that_could_flip_the_verdict_is_asked_for(talk: Callable[[], Say]) -> None:
    say, _ = told(talk, "2,000 labelled letters, high quality", "static", "no", "no")
    state = say("one narrow task")
    asked = []
    while (question := open_of(state)) and question["form"] != "optional":
        asked += question["facts"]
        exhausted = question["topic"] == "prompting" and len(question["facts"]) > 1
        best = question["facts"] == ["best_accuracy"]
        state = say("exhausted" if exhausted else "72%" if best else "not sure")
    assert "target_accuracy" in asked


def test_who_writes_german_is_told_that_the_interview_is_in_english(
    talk: Callable[[], Say],
) -> None:
    say = talk()
    say("sorting customer mail")
    replies = say("wir haben noch keine Daten gesammelt")["replies"]
    assert "in English; the buttons work" in replies[0]["text"]


def test_an_answer_to_another_question_does_not_use_up_a_confirmation(
    talk: Callable[[], Say],
) -> None:
    say, state = told(talk, "2,000 labelled letters, high quality", "static", "blue")
    question = open_of(state)
    assert question and question["topic"] == "auditability"
    after = open_of(say("one narrow task"))
    assert after and after["topic"] == "auditability"


@pytest.mark.parametrize("given", [None, {}], ids=["no context", "an empty context"])
@pytest.mark.parametrize("name", ["conversation", "interview", "answers"])
def test_langgraphs_own_tools_can_run_each_graph_on_embedded_parts(
    name: str, given: dict[str, object] | None
) -> None:
    graph = import_module(f"graphs.{name}").make_graph()
    state = graph.invoke({"message": {"text": "Ticket routing"}}, context=given)
    assert state["replies"]
