"""What the reader makes of single messages: one behaviour each."""

import pytest

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.shapes import JsonValue


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_rulebook(), None)


@pytest.mark.parametrize(
    ("topic", "text", "facts"),
    [
        ("data", "7.2k", {"labelled_examples": 7200}),
        ("data", "nothing is labelled, we keep raw logs", {"labelled_examples": 0}),
        ("data", "12k forms verified by accountants",
         {"labelled_examples": 12000, "data_quality": "high"}),
        ("volatility", "twice a week", {"volatility": "weekly"}),
        ("volatility", "never", {"volatility": "static"}),
        ("auditability", "nobody audits it here", {"auditability": "no"}),
        ("auditability", "yep", {"auditability": "required"}),
        ("latency", "two or three seconds are alright", {"latency": "moderate"}),
        ("volume", "2500 a month", {"volume": 2500}),
        ("format", "xml, though a retry is fine", {"format_consistency": "flexible"}),
        ("prompt_size", "short, 250 tokens", {"prompt_tokens": 250}),
        ("task", "1", {"task_shape": "narrow"}),
        ("prompting", "few-shot and CoT both done, it reaches 78% and we want 91%",
         {"prompting_tried": "exhausted", "best_accuracy": 0.78, "target_accuracy": 0.91}),
        ("deadline", "in five weeks", {"deadline_weeks": 5}),
        ("budget", "about $40k", {"budget_usd": 40000}),
    ],
)  # fmt: skip
def test_an_answer_is_read_against_its_question(
    reader: Reader, topic: str, text: str, facts: dict[str, JsonValue]
) -> None:
    assert reader.read(text, topic)["facts"] == facts


def test_an_answer_to_another_question_is_taken(reader: Reader) -> None:
    assert reader.read("by the way, our prices change weekly", "latency")["facts"] == {
        "volatility": "weekly"
    }


def test_a_brief_fills_everything_it_states(reader: Reader) -> None:
    brief = (
        "We route insurance claims. There are 6,000 labelled claims checked by adjusters, the "
        "rules change once a year, nobody audits the prompts and it runs overnight."
    )
    assert reader.read(brief)["facts"] == {
        "labelled_examples": 6000,
        "data_quality": "high",
        "volatility": "yearly",
        "auditability": "no",
        "latency": "no",
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5000, no wait, 500", 500),
        ("it is 450, not 4500", 450),
        ("correction: 800", 800),
        ("we had 3000, although 1,000 of those are broken", 2000),
        ("9000 tickets, 300 of them labelled", 300),
    ],
)
def test_a_correction_replaces_the_number(reader: Reader, text: str, count: int) -> None:
    assert reader.read(text, "data")["facts"]["labelled_examples"] == count


def test_a_retraction_names_the_fact_and_sets_nothing(reader: Reader) -> None:
    read = reader.read("drop what I told you about weekly, wrong team", "volatility")
    assert (read["retracts"], read["facts"]) == (["volatility"], {})


@pytest.mark.parametrize(
    "text", ["skip", "pass", "no idea", "I prefer not to answer", "we may not disclose that"]
)
def test_a_refusal_leaves_the_topic_unsure(reader: Reader, text: str) -> None:
    read = reader.read(text, "data")
    assert (read["unsure"], read["facts"]) == (["labelled_examples", "data_quality"], {})


@pytest.mark.parametrize("text", ["100k raw documents", "2 million rows", "30 users", "often"])
def test_what_is_not_a_labelled_example_sets_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text, "data")["facts"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "We cut handling time by 35% last year.",
        "About 60% of our tickets are about billing.",
        "The Llama 70B model runs on two GPUs with 80GB each.",
        "I read that people need 10,000 examples for this.",
        "If we had 2,000 labelled examples it would be easier.",
    ],
)
def test_a_number_about_something_else_sets_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text)["facts"] == {}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("undo", "undo"),
        ("please go back", "undo"),
        ("skip", "skip"),
        ("why do you ask?", "why"),
        ("start over", "restart"),
        ("just give me the verdict", "verdict"),
        ("help", "help"),
        ("ask me everything", "everything"),
        ("are you sure?", "challenge"),
        ("what speaks against this?", "challenge"),
        ("convince me otherwise", "challenge"),
    ],
)
def test_a_command_is_recognised(reader: Reader, text: str, command: str) -> None:
    assert reader.read(text, "latency")["command"] == command


def test_a_what_if_keeps_its_facts_and_says_so(reader: Reader) -> None:
    read = reader.read("what if we had 2,000 examples?")
    assert (read["what_if"], read["facts"]) == (True, {"labelled_examples": 2000})


def test_a_question_about_the_subject_states_nothing(reader: Reader) -> None:
    read = reader.read("How many examples do I need to fine-tune?", "data")
    assert (read["intent"], read["facts"]) == ("question", {})
    assert read["questions"] == ["How many examples do I need to fine-tune?"]


def test_a_question_beside_facts_is_mixed(reader: Reader) -> None:
    read = reader.read("Should we fine-tune? We have 300 labelled samples.")
    assert (read["intent"], read["facts"]) == ("mixed", {"labelled_examples": 300})


def test_evidence_is_the_persons_words(reader: Reader) -> None:
    read = reader.read("Prices move hourly, but nobody audits the prompts", None)
    assert read["evidence"] == {
        "volatility": "Prices move hourly",
        "auditability": "but nobody audits the prompts",
    }


def test_a_hedged_choice_is_proposed_not_taken(reader: Reader) -> None:
    read = reader.read("maybe valid xml", "format")
    assert (read["facts"], read["proposed"]["format_consistency"]["value"]) == ({}, "critical")


def test_a_follow_up_reads_yes_against_its_one_fact(reader: Reader) -> None:
    assert reader.read("no", "prompting", ["prompting_tried"])["facts"] == {
        "prompting_tried": "none"
    }


def test_a_bare_number_answers_the_follow_up_for_the_target(reader: Reader) -> None:
    assert reader.read("92", "prompting", ["target_accuracy"])["facts"]["target_accuracy"] == 0.92


def test_an_options_label_sets_exactly_its_facts(reader: Reader) -> None:
    topic = load_rulebook().topics["data"]
    for option in topic.options:
        assert reader.read(option.label, "data")["facts"] == dict(option.sets)


def test_the_answer_to_the_opening_question_is_the_use_case(reader: Reader) -> None:
    read = reader.read("  A bot for warranty questions  ", "use_case")
    assert read["facts"]["use_case"] == "A bot for warranty questions"


def test_a_question_instead_of_a_use_case_is_not_taken_as_one(reader: Reader) -> None:
    assert reader.read("What does fine-tuning cost?", "use_case")["facts"] == {}


@pytest.mark.parametrize("text", ["3 thousnad", "two thousend", "3,000 exmaples"])
def test_slips_of_the_keyboard_are_forgiven(reader: Reader, text: str) -> None:
    assert reader.read(text, "data")["facts"]["labelled_examples"] in (2000, 3000)
