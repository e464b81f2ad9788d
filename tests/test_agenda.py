"""The interview policy: what is asked, in which order, and when it is over."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from situations import SITUATIONS, UNSURE, VALUES

from knowledge.agenda import MOST_OPTIONAL, OPTIONAL, Agenda, Ask
from knowledge.engine import Engine
from knowledge.facts import Fact, parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue

RULEBOOK = load_rulebook()
ENGINE = Engine(RULEBOOK)
AGENDA = Agenda(RULEBOOK, ENGINE)
FOUR = ["data", "volatility", "auditability", "latency"]
COVERED = {"use_case": 1, **dict.fromkeys(FOUR, 1)}
STRONG: dict[str, JsonValue] = {
    "use_case": "Sorting tickets",
    "labelled_examples": 5000,
    "data_quality": "high",
    "volatility": "static",
    "auditability": "no",
    "latency": "no",
}


@dataclass
class Interview:
    """An interview with somebody who answers by chance; ``asks`` are all questions put."""

    facts: dict[str, Fact]
    data: st.DataObject
    asked: dict[str, int] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)

    def hold(self, *, everything: bool = False) -> "Interview":
        while ask := AGENDA.next(self.facts, self.asked, everything=everything):
            assert len(self.asks) < 40
            self.check(ask)
            self.asks.append(ask)
            self.asked = AGENDA.counted(self.asked, ask)
            self.answer(ask)
        return self

    def check(self, ask: Ask) -> None:
        """What holds of every single question."""
        assert not set(ask.facts) & set(self.facts)
        assert self.asked.get(ask.topic, 0) <= len(RULEBOOK.topics[ask.topic].facts)
        if ask.form == "optional":
            assert AGENDA.over(self.facts, self.asked)
        elif not RULEBOOK.topics[ask.topic].always or ask.form == "follow_up":
            assert set(ask.facts) & AGENDA.open_facts(self.facts, self.asked)

    def answer(self, ask: Ask) -> None:
        """Each fact asked for gets a value, is unsure or is passed over; one at least is said."""
        said: dict[str, JsonValue] = {}
        for name in ask.facts:
            if self.data.draw(st.booleans(), label=f"says {name}"):
                said[name] = self.data.draw(VALUES[name] | st.just(UNSURE), label=name)
        said = said or dict.fromkeys(ask.facts, UNSURE)
        self.facts |= parse_facts(RULEBOOK, said)


def interview(raw: dict[str, JsonValue], data: st.DataObject) -> Interview:
    return Interview(parse_facts(RULEBOOK, raw), data)


def next_for(raw: Mapping[str, JsonValue], asked: Mapping[str, int] = COVERED) -> Ask | None:
    return AGENDA.next(parse_facts(RULEBOOK, raw), asked)


@given(SITUATIONS, st.data())
@settings(deadline=None, max_examples=50)
def test_every_interview_ends_without_a_needless_or_repeated_question(
    raw: dict[str, JsonValue], data: st.DataObject
) -> None:
    held = interview(raw, data).hold()
    assert sum(ask.form == "optional" for ask in held.asks) <= MOST_OPTIONAL


@given(SITUATIONS, st.data())
@settings(deadline=None, max_examples=50)
def test_asked_for_everything_no_topic_stays_unspoken_of(
    raw: dict[str, JsonValue], data: st.DataObject
) -> None:
    held = interview(raw, data).hold(everything=True)
    for topic in RULEBOOK.topics.values():
        assert topic.name in held.asked or set(topic.facts) & set(held.facts)


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_the_four_topics_come_first_and_in_order(data: st.DataObject) -> None:
    topics = [ask.topic for ask in interview({}, data).hold().asks if ask.form == "question"]
    assert topics[:5] == ["use_case", *FOUR]


@given(SITUATIONS, st.data())
@settings(deadline=None, max_examples=50)
def test_when_the_interview_is_over_nothing_open_is_left_unasked(
    raw: dict[str, JsonValue], data: st.DataObject
) -> None:
    held = interview(raw, data).hold()
    for topic in RULEBOOK.topics.values():
        still = AGENDA.open_facts(held.facts, held.asked) & set(topic.facts)
        assert not still or held.asked[topic.name] == 1 + len(topic.facts)


@given(SITUATIONS, st.data())
@settings(deadline=None, max_examples=50)
def test_never_more_questions_come_than_progress_foretold(
    raw: dict[str, JsonValue], data: st.DataObject
) -> None:
    told = AGENDA.progress(parse_facts(RULEBOOK, raw), {})["at_most_left"]
    needed = [ask for ask in interview(raw, data).hold().asks if ask.form != "optional"]
    assert len(needed) <= told


def test_topics_already_answered_are_not_asked() -> None:
    told: dict[str, JsonValue] = {
        "use_case": "x",
        "volatility": "weekly",
        "auditability": "no",
        "labelled_examples": 0,
    }
    ask = next_for(told, {})
    assert ask == Ask("latency", ("latency",), "question")


def test_the_missing_half_of_an_answer_is_asked_for_alone() -> None:
    ask = next_for({"labelled_examples": 5000}, {"use_case": 1})
    assert ask == Ask("data", ("data_quality",), "follow_up")


def test_the_missing_half_is_left_alone_when_it_cannot_matter() -> None:
    ask = next_for({"labelled_examples": 5}, {"use_case": 1})
    assert ask == Ask("volatility", ("volatility",), "question")


def test_a_topic_that_stayed_silent_gets_a_follow_up_for_each_fact_and_no_more() -> None:
    silent = {name: STRONG[name] for name in ("use_case", "volatility", "auditability", "latency")}
    assert next_for(silent) == Ask("data", ("labelled_examples",), "follow_up")
    ask = next_for(silent, COVERED | {"data": 3})
    assert ask is not None and ask.topic not in FOUR


def test_unsure_is_an_answer() -> None:
    unsure: dict[str, JsonValue] = {"labelled_examples": UNSURE, "data_quality": UNSURE}
    ask = next_for(unsure, {"use_case": 1, "data": 1})
    assert ask == Ask("volatility", ("volatility",), "question")


def test_the_most_telling_topic_is_asked_first() -> None:
    facts = parse_facts(RULEBOOK, STRONG)
    box = ENGINE.box(facts)
    topics = {"prompting", "task", "prompt_size", "volume", "format", "jargon"}
    axes = {
        name: {"accuracy_gap" if "accuracy" in f else f for f in RULEBOOK.topics[name].facts}
        for name in topics
    }
    gains = ENGINE.space.gains(box, axes)
    ask = next_for(STRONG)
    assert ask is not None
    assert gains[ask.topic] == max(gains.values()) > 0


def test_a_blocked_case_goes_straight_to_the_optional_questions() -> None:
    ask = next_for(STRONG | {"volatility": "daily"})
    facts = ("prompting_tried", "best_accuracy", "target_accuracy")
    assert ask == Ask("prompting", facts, "optional")


def test_the_accuracy_of_a_prompt_that_was_tried_is_asked_for() -> None:
    ask = next_for(STRONG | {"task_shape": "narrow", "prompting_tried": "exhausted"})
    assert ask == Ask("prompting", ("best_accuracy",), "follow_up")


def test_an_accuracy_not_told_yet_matters_though_it_counts_as_unmeasured() -> None:
    facts = parse_facts(RULEBOOK, STRONG | {"task_shape": "narrow", "prompting_tried": "some"})
    assert "best_accuracy" not in ENGINE.decide(facts).open_facts
    assert AGENDA.matters(facts, ["best_accuracy"])
    assert not AGENDA.matters(facts, ["data_quality", "deadline_weeks"])


def test_no_accuracy_is_asked_of_someone_who_tried_no_prompt() -> None:
    drivers: dict[str, JsonValue] = {"jargon": "no", "prompt_tokens": "short"}
    ask = next_for(STRONG | drivers | {"task_shape": "narrow", "prompting_tried": "none"})
    assert ask == Ask("reasoning", ("reasoning",), "optional")


def test_without_further_wish_three_optional_questions_are_the_most() -> None:
    asked = {**COVERED, "prompting": 1, "reasoning": 1, "volume": 1, "optional": 3}
    assert next_for(STRONG | {"volatility": "daily"}, asked) is None


def test_everything_also_brings_what_cannot_matter() -> None:
    facts = parse_facts(RULEBOOK, {**STRONG, "volatility": "daily"})
    asked = {**COVERED, "prompting": 1, "reasoning": 1, "volume": 1, "optional": 3}
    ask = AGENDA.next(facts, asked, everything=True)
    assert ask == Ask("task", ("task_shape",), "optional")


def test_the_optional_topics_are_known_topics() -> None:
    assert set(OPTIONAL) <= set(RULEBOOK.topics)


def test_progress_counts_what_was_covered_and_what_may_come() -> None:
    start = AGENDA.progress({}, {})
    assert start == {"covered": 0, "at_most_left": 14}
    end = AGENDA.progress(parse_facts(RULEBOOK, {**STRONG, "volatility": "daily"}), COVERED)
    assert end["at_most_left"] == 0


def test_the_order_does_not_depend_on_the_order_of_facts() -> None:
    facts = list(parse_facts(RULEBOOK, STRONG).items())
    random.Random(3).shuffle(facts)
    assert AGENDA.next(dict(facts), COVERED) == next_for(STRONG)
