"""Answers made of exact passages, or the plain statement that the article has none."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answers import MOST_CITATIONS, Answers
from knowledge.answers_evaluation import EvaluationError, evaluate_answers, labelled, read_labelled
from knowledge.article import Article
from knowledge.embedding import Embedder
from knowledge.facts import Fact
from knowledge.loading import load_article
from knowledge.shapes import AnswerDict, CitationDict, JsonValue

HERE = Path(__file__).parent
MARK = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def article() -> Article:
    return load_article()


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def answers(article: Article, embedder: Embedder) -> Answers:
    return Answers(article, embedder)


def refuse_inexact(article: Article, citations: list[CitationDict]) -> None:
    for number, citation in enumerate(citations, 1):
        assert citation["n"] == number
        assert citation["quote"] == article.text[citation["start"] : citation["end"]]
        assert citation["quote"] in article.passages[citation["passage"]].text


def refuse_inconsistent(article: Article, answer: AnswerDict) -> None:
    refuse_inexact(article, answer["citations"])
    refuse_inexact(article, answer["nearest"])
    marks = [int(mark) for mark in MARK.findall(answer["text"])]
    assert marks == [citation["n"] for citation in answer["citations"] or answer["nearest"]]
    assert len(marks) <= MOST_CITATIONS
    assert answer["answered"] == bool(answer["citations"])
    assert answer["text"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="how much does fine-tuning cost?90%\ud800", max_size=80),
    )
)
def test_whatever_is_asked_marks_and_citations_agree_and_quotes_are_exact(
    article: Article, answers: Answers, question: str
) -> None:
    refuse_inconsistent(article, answers.answer(question))


@pytest.mark.parametrize("row", read_labelled(HERE / "answers_dev.jsonl")[::4])
def test_answers_to_real_questions_are_consistent(
    article: Article, answers: Answers, row: object
) -> None:
    refuse_inconsistent(article, answers.answer(getattr(row, "question", "")))


def test_a_comparison_row_is_said_with_both_sides_and_the_winner(answers: Answers) -> None:
    text = answers.answer("which of the two has the more consistent output")["text"]

    assert "for fine-tuning, high — baked into model weights" in text
    assert "for prompt engineering, moderate — prompt-dependent" in text
    assert "The article gives this one to fine-tuning. [1]" in text


def test_a_tie_is_said_to_be_one(answers: Answers) -> None:
    text = answers.answer("which of them has less maintenance burden")["text"]

    assert "The article calls it a tie. [1]" in text


def test_an_item_is_said_in_its_section(answers: Answers) -> None:
    text = answers.answer("we use proprietary terminology the model has never seen")["text"]

    assert text.startswith("Choose fine-tuning when you need to internalize proprietary")


def test_a_cost_is_said_with_its_side(answers: Answers) -> None:
    text = answers.answer("what is the price of fine-tuning a model?")["text"]

    assert text.startswith("Typical cost of fine-tuning: $30k–$150k")


@pytest.mark.parametrize(
    ("question", "lead", "first"),
    [
        ("we get 73% and need 90%", "Your 73 % against 90 % is the article's 70–75 %", "70–75%"),
        ("prompt at 0.86, target 0.9", "Your 86 % against 90 % is the article's 85 %", "85%"),
        ("best prompt 80, required 90", "Your 80 % against 90 % lies between", "85%"),
        ("7 of 10 are right, 9 out of 10 are needed", "Your 70 % against 90 % is", "70–75%"),
        ("it has 93% and 90% is needed", "Your 93 % against 90 % already meets", "85%"),
        ("seventy-two percent, ninety required", "Your 72 % against 90 % is", "70–75%"),
        ("between 70 and 75 percent, target 90", "Your 70–75 % against 90 % is", "70–75%"),
        ("we get 80 to 88% and need 90", "Your 80–88 % against 90 % can be more than", "85%"),
    ],
)
def test_the_numbers_in_a_question_stand_beside_the_rule(
    answers: Answers, question: str, lead: str, first: str
) -> None:
    answer = answers.answer(question)

    assert answer["text"].startswith(lead)
    assert first in answer["citations"][0]["quote"]


def test_known_numbers_stand_beside_the_rule(answers: Answers) -> None:
    facts = {"best_accuracy": Fact(0.72), "target_accuracy": Fact(0.9)}

    text = answers.answer("our prompt is far below the accuracy we need, what now?", facts)["text"]

    assert text.startswith("Your 72 % against 90 % is the article's 70–75 % against 90 % case:")


def test_known_ranges_stand_beside_the_rule(answers: Answers) -> None:
    facts = {"best_accuracy": Fact([0.85, 0.88]), "target_accuracy": Fact(0.9)}

    text = answers.answer("we are only a little below the accuracy we need", facts)["text"]

    assert text.startswith("Your 85–88 % against 90 % is the article's 85 % against 90 % case:")


def test_known_numbers_stay_out_of_other_answers(answers: Answers) -> None:
    facts = {"best_accuracy": Fact(0.72), "target_accuracy": Fact(0.9)}

    assert "72" not in answers.answer("how long does fine-tuning take", facts)["text"]


@pytest.mark.parametrize(
    "question",
    [
        "we have 50 weeks and 90 examples",
        "is 30k enough for 2 models",
        "70 80 90",
        "50/50, I want it",
    ],
)
def test_numbers_of_other_things_are_no_accuracies(answers: Answers, question: str) -> None:
    assert "Your " not in answers.answer(question)["text"]


def test_what_the_text_does_not_cover_is_said_plainly_with_the_nearest(answers: Answers) -> None:
    answer = answers.answer("what is the best learning rate for LoRA")

    assert not answer["answered"]
    assert answer["text"].startswith("The article does not answer this.")
    assert answer["nearest"]
    assert answer["citations"] == []


def test_a_retrieval_problem_is_outside_and_freshness_is_named(answers: Answers) -> None:
    answer = answers.answer("isn't this a job for RAG over our documents?")

    assert not answer["answered"]
    assert "outside this article" in answer["text"]
    assert "row-knowledge-freshness" in [c["passage"] for c in answer["nearest"]]

    assert "[1]" in answer["text"]


@pytest.mark.parametrize(
    ("question", "said", "nearest"),
    [
        (
            "what are the pros of fine-tuning?",
            "list of pros of fine-tuning is empty",
            "row-token-cost",
        ),
        ("pros and cons?", "lists of pros and cons are empty", "choose-pe-testing"),
        ("can I fine-tune GPT-4?", "names no models, vendors or tools", "definition-fine-tuning"),
        ("does tuning stop hallucinations?", "made-up answers", "row-output-consistency"),
        ("can I combine the two?", "does not say how to combine them", "not-sure-both-approaches"),
    ],
)
def test_why_it_is_not_answered_is_said_by_its_kind(
    question: str, said: str, nearest: str, answers: Answers
) -> None:
    answer = answers.answer(question)

    assert not answer["answered"]
    assert said in answer["text"]
    assert nearest in [citation["passage"] for citation in answer["nearest"]]


def test_nothing_asked_is_nothing_answered(answers: Answers) -> None:
    assert not answers.answer("  ")["answered"]


@pytest.mark.parametrize("name", ["answers_dev.jsonl", "answers_holdout.jsonl"])
def test_the_quality_holds(
    article: Article, answers: Answers, embedder: Embedder, name: str
) -> None:
    """Questions were added after looking at the first file; nothing was fitted on the second."""
    scores = evaluate_answers(read_labelled(HERE / name), article, answers, embedder)

    assert isinstance(scores["hits_in_three"], float)
    assert isinstance(scores["first_hits"], float)
    assert isinstance(scores["abstained"], float)
    assert isinstance(scores["baseline_first_hits"], float)
    assert scores["hits_in_three"] >= 0.95
    assert scores["first_hits"] >= 0.85
    assert scores["abstained"] >= 0.95
    assert scores["first_hits"] > scores["baseline_first_hits"] + 0.2


def test_questions_about_anything_else_are_declined(
    article: Article, answers: Answers, embedder: Embedder
) -> None:
    """Parcels, offices, recipes, sport, small talk, noise: many in the words of a covered one."""
    rows = read_labelled(HERE / "answers_elsewhere.jsonl")
    scores = evaluate_answers(rows, article, answers, embedder)

    assert isinstance(scores["abstained"], float)
    assert scores["abstained"] >= 0.97


@pytest.mark.parametrize("row", [[], {"question": 3}, {"question": "x", "cite": 3}])
def test_a_row_that_is_no_labelled_question_is_named(row: JsonValue) -> None:
    with pytest.raises(EvaluationError, match=r"row 2: came .*; expected"):
        labelled([{"question": "fine", "cite": None}, row])


def test_labelled_words_must_stand_in_the_article(
    article: Article, answers: Answers, embedder: Embedder
) -> None:
    rows = labelled([{"question": "x", "cite": "no such words"}])

    with pytest.raises(EvaluationError, match="copy its words exactly"):
        evaluate_answers(rows, article, answers, embedder)
