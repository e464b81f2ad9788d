"""Facts that come as JSON: what is taken, what is refused and how the refusal helps."""

import math
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import SITUATIONS

from knowledge.facts import Fact, FactError, parse_fact, parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue

RULEBOOK = load_rulebook()


def parsed(name: str, raw: JsonValue) -> Fact | None:
    return parse_fact(RULEBOOK.facts[name], raw)


def as_json(fact: Fact) -> JsonValue:
    return cast(JsonValue, fact.to_json())


def fault(name: str, raw: JsonValue) -> str:
    with pytest.raises(FactError) as caught:
        parsed(name, raw)
    assert len(caught.value.faults) == 1
    return caught.value.faults[0]


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("labelled_examples", 0, 0),
        ("labelled_examples", 1200, 1200),
        ("labelled_examples", 1200.0, 1200),
        ("labelled_examples", [500, 2000], [500, 2000]),
        ("labelled_examples", [1000, None], [1000, None]),
        ("prompt_tokens", "long", "long"),
        ("volume", "low", "low"),
        ("best_accuracy", 0.85, 0.85),
        ("best_accuracy", 1, 1),
        ("best_accuracy", [0.7, 0.75], [0.7, 0.75]),
        ("deadline_weeks", 2.5, 2.5),
        ("volatility", "weekly", "weekly"),
        ("accuracy_gap", "undecided", "undecided"),
        ("use_case", "unmeasured", "unmeasured"),
    ],
)
def test_a_bare_value_is_a_known_fact_of_the_user(
    name: str, raw: JsonValue, value: JsonValue
) -> None:
    assert parsed(name, raw) == Fact(value, "known", "user", None, None)


@pytest.mark.parametrize("raw", [None, {}, {"value": None}, {"evidence": "hm"}])
def test_nothing_said_is_no_fact(raw: JsonValue) -> None:
    assert parsed("jargon", raw) is None


def test_unsure_holds_no_value() -> None:
    assert parsed("jargon", {"state": "unsure"}) == Fact(None, "unsure")


@pytest.mark.parametrize(
    "raw", ["unmeasured", {"value": "unmeasured"}, {"state": "unmeasured", "value": None}]
)
def test_an_accuracy_nobody_measured_is_unmeasured(raw: JsonValue) -> None:
    assert parsed("best_accuracy", raw) == Fact("unmeasured", "unmeasured")


def test_where_a_fact_came_from_is_kept() -> None:
    fact = Fact(1200, "known", "menu", "1,200 of them", 3)
    assert parsed("labelled_examples", as_json(fact)) == fact


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("labelled_examples", True, "true and false are no numbers"),
        ("labelled_examples", "1200", "without quotes"),
        ("labelled_examples", "lots", "a whole number"),
        ("labelled_examples", 10.5, "write [10, 11]"),
        ("labelled_examples", -1, "negative"),
        ("labelled_examples", [2000, 500], "write [500, 2000]"),
        ("labelled_examples", [1, 2, 3], "exactly two ends"),
        ("labelled_examples", [5], "exactly two ends"),
        ("labelled_examples", [None, 5], "got null"),
        ("labelled_examples", ["500", 2000], 'got "500"'),
        ("best_accuracy", 85, "for 85 % write 0.85"),
        ("best_accuracy", [70, 75], "for 70 % write 0.7"),
        ("best_accuracy", 850, "0.9 for 90 %"),
        ("best_accuracy", math.nan, "null leaves it unknown"),
        ("target_accuracy", math.inf, "null leaves it unknown"),
        ("target_accuracy", "unmeasured", "a share from 0 to 1"),
        ("volatility", "week", 'did you mean "weekly"'),
        ("volatility", 3, 'one of "static"'),
        ("volatility", ["weekly"], 'one of "static"'),
        ("volatility", False, 'one of "static"'),
        ("prompt_tokens", "Long", 'did you mean "long"'),
        ("use_case", "  ", "some text"),
        ("use_case", 5, "some text"),
        ("jargon", {"value": "yes", "state": "sure"}, 'did you mean "unsure"'),
        ("jargon", {"value": "yes", "source": "users"}, 'did you mean "user"'),
        ("jargon", {"value": "yes", "evidense": "x"}, 'did you mean "evidence"'),
        ("jargon", {"value": "yes", "evidence": 7}, "expected text or null"),
        ("jargon", {"value": "yes", "turn": -1}, "expected 0, 1, 2"),
        ("jargon", {"value": "yes", "turn": True}, "expected 0, 1, 2"),
        ("jargon", {"value": "yes", "state": "unsure"}, "leave the value out"),
        ("jargon", {"state": "known"}, "without a value"),
        ("jargon", {"state": "unmeasured"}, 'got "unmeasured"'),
        ("best_accuracy", {"value": 0.8, "state": "unmeasured"}, "leave the value out"),
        ("jargon", {"value": {"value": "yes"}}, 'one of "yes"'),
    ],
)
def test_a_refusal_says_what_came_and_how_to_mend_it(name: str, raw: JsonValue, words: str) -> None:
    message = fault(name, raw)
    assert message.startswith(f"{name}: got ") or message.startswith(f"{name}: a fact has no ")
    assert words.replace('"', "'") in message.replace('"', "'")


def test_an_unknown_name_suggests_the_closest_fact() -> None:
    with pytest.raises(FactError, match="did you mean 'labelled_examples'"):
        parse_facts(RULEBOOK, {"labeled_examples": 5})


def test_every_fault_of_a_line_is_told_at_once() -> None:
    raw: dict[str, JsonValue] = {"colour": 1, "jargon": 2, "volume": {"turn": "x", "source": 1}}
    with pytest.raises(FactError) as caught:
        parse_facts(RULEBOOK, raw)
    assert len(caught.value.faults) == 4


def test_facts_come_in_the_order_of_the_rulebook() -> None:
    facts = parse_facts(RULEBOOK, {"jargon": "no", "labelled_examples": 5, "latency": None})
    assert list(facts) == ["labelled_examples", "jargon"]


@given(SITUATIONS)
@settings(deadline=None)
def test_facts_survive_the_way_to_json_and_back(raw: dict[str, JsonValue]) -> None:
    facts = parse_facts(RULEBOOK, raw)
    again = {name: as_json(fact) for name, fact in facts.items()}
    assert parse_facts(RULEBOOK, again) == facts


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(RULEBOOK.facts)), ANY_JSON)
@settings(deadline=None)
def test_whatever_comes_is_taken_or_refused_in_words(name: str, raw: JsonValue) -> None:
    try:
        fact = parsed(name, raw)
    except FactError as error:
        assert all(message.startswith(f"{name}: ") for message in error.faults)
    else:
        assert fact is None or fact.state in ("known", "unsure", "unmeasured")
