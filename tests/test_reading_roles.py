"""Which fact a number belongs to, and what it is worth there."""

import pytest

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.reading.heads import ROLES, UNSAID, load_heads
from knowledge.reading.roles import HEAD, WORTH, read_roles
from knowledge.shapes import JsonValue


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_rulebook(), None)


@pytest.mark.parametrize(
    ("text", "topic", "facts"),
    [
        ("stuck at 82, need 95", "prompting", {"best_accuracy": 0.82, "target_accuracy": 0.95}),
        ("88 now, 92 by contract", "prompting", {"best_accuracy": 0.88, "target_accuracy": 0.92}),
        ("over 95 would be a dream, at 83 now", "prompting",
         {"best_accuracy": 0.83, "target_accuracy": 0.95}),
        ("from 70 to 84", "prompting", {"best_accuracy": 0.84}),
        ("goal: 97", "prompting", {"target_accuracy": 0.97}),
        ("The best prompt gets 81% right; anything under 90% is useless to us.", None,
         {"best_accuracy": 0.81, "target_accuracy": 0.9}),
        ("We own 3,000 labelled letters. Traffic is 500 letters a day.", None,
         {"labelled_examples": 3000, "volume": 15000}),
        ("The prompt is 2,500 tokens long, and it must be live in six weeks.", None,
         {"prompt_tokens": 2500, "deadline_weeks": 6}),
    ],
)  # fmt: skip
def test_numbers_go_to_the_facts_they_belong_to(
    reader: Reader, text: str, topic: str | None, facts: dict[str, JsonValue]
) -> None:
    read = reader.read(text, topic)["facts"]
    assert {fact: read.get(fact) for fact in facts} == facts


def test_a_share_of_errors_is_told_as_the_accuracy_left(reader: Reader) -> None:
    assert reader.read("it gets 12% wrong", "prompting")["facts"]["best_accuracy"] == 0.88


def test_a_bare_number_of_calls_is_only_proposed(reader: Reader) -> None:
    read = reader.read("12k", "volume")
    assert ("volume" in read["facts"], read["proposed"]["volume"]["value"]) == (False, 12000)


def test_a_rate_alone_to_another_question_is_only_proposed(reader: Reader) -> None:
    read = reader.read("40k a month", "auditability")
    assert ("volume" in read["facts"], "volume" in read["proposed"]) == (False, True)


def test_a_number_alone_answers_the_one_fact_asked_for(reader: Reader) -> None:
    read = reader.read("71", "prompting", ["target_accuracy"])
    assert read["facts"]["target_accuracy"] == 0.71


@pytest.mark.parametrize(
    "text",
    ["Would 90% be enough?", "If legal agrees we could label 5,000 of them.", "We need 4,000."],
)
def test_what_is_asked_imagined_or_wished_for_is_no_fact(reader: Reader, text: str) -> None:
    assert reader.read(text)["facts"] == {}


def test_no_number_needs_no_head(reader: Reader) -> None:
    scene = reader.scene("no numbers here", None, ())
    assert list(read_roles(scene)) == []


def test_every_role_of_the_head_has_a_worth() -> None:
    assert set(load_heads(ROLES)[HEAD].classes) == {*WORTH, UNSAID}
