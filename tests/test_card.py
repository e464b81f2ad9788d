"""The verdict card: every part of a recommendation, from the real engine's own values."""

import html
import re
from functools import cache

import pytest

from assistant import FactDict, FieldDict, JsonValue, RecommendationDict
from assistant.decisions import Decisions
from assistant.fields import fields
from assistant.settings import Settings
from knowledge.loading import load_rulebook
from ui.card import balance, card, labelled

BLOCKED: dict[str, JsonValue] = {
    "labelled_examples": 300,
    "data_quality": "mixed",
    "volatility": "weekly",
    "auditability": "required",
    "latency": "critical",
}


@cache
def known_fields() -> dict[str, FieldDict]:
    return fields(load_rulebook())


def recommended(facts: dict[str, JsonValue]) -> RecommendationDict:
    decisions = Decisions(Settings())
    return decisions.recommend(decisions.parse(facts))


def carded(facts: dict[str, JsonValue], booking_url: str = "") -> str:
    held: dict[str, FactDict] = {
        name: {"value": value, "state": "known", "source": "user", "evidence": None, "turn": 1}
        for name, value in facts.items()
    }
    return html.unescape(card(recommended(facts), held, known_fields(), booking_url))


@pytest.fixture(scope="module")
def shown() -> str:
    return carded(BLOCKED)


def test_the_headline_and_firmness_come_first(shown: str) -> None:
    found = recommended(BLOCKED)
    assert found["headline"] in shown
    assert "Firm: nothing still unknown can change it." in shown


@pytest.mark.parametrize("part", ["blockers", "reasons", "tensions", "would_change", "next_steps"])
def test_every_statement_of_the_recommendation_has_its_chips(shown: str, part: str) -> None:
    for each in recommended(BLOCKED)[part][:4]:  # type: ignore[literal-required]
        for citation in each["citations"]:
            place = f"{citation['passage']}~{citation['start']}-{citation['end']}"
            assert f"#src-article/{place}" in shown


def test_each_blocker_is_shown_with_the_articles_own_words(shown: str) -> None:
    quotes = [c["quote"] for b in recommended(BLOCKED)["blockers"] for c in b["citations"]]
    assert quotes
    assert all(f"<q>{quote}</q>" in shown for quote in quotes)


def test_costs_and_times_are_the_articles_ranges_on_one_scale(shown: str) -> None:
    for amount in ("$30k–150k", "$5k–30k", "6–16 weeks", "1–4 weeks"):
        assert amount in shown
    assert "margin-left:20.0%;width:80.0%" in shown


def test_a_provisional_verdict_names_what_could_flip_it() -> None:
    facts: dict[str, JsonValue] = {"labelled_examples": 3000, "data_quality": "high"}
    found = recommended(facts)
    assert not found["firm"]
    first = known_fields()[found["open_questions"][0]]["label"]
    assert f"Provisional. Still open: {first[:1].lower()}{first[1:]}" in carded(facts)


def test_many_open_facts_are_counted_not_listed() -> None:
    assert labelled(known_fields(), known_fields()).endswith(f"{len(known_fields()) - 4} more")


def test_the_bars_of_the_balance_fill_the_whole_width() -> None:
    shown = html.unescape(balance({"fine_tuning": 2, "prompt_engineering": 5, "unknown": 3}))
    assert re.findall(r"width:([\d.]+)%", shown) == ["20.0", "50.0", "30.0"]


@pytest.mark.parametrize("unsafe", ["", "javascript:alert(1)", "data:text/html,x"])
def test_only_a_web_address_becomes_a_booking_link(unsafe: str) -> None:
    assert "scoping call</a>" not in carded(BLOCKED, unsafe)
    assert 'href="https://book.example"' in carded(BLOCKED, "https://book.example")
