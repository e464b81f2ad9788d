"""The recommendation: every statement cited exactly, nothing hidden, nothing invented."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from situations import SITUATIONS, TUNED

from knowledge.engine import Engine
from knowledge.facts import Fact, parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import CitationDict, JsonValue, RecommendationDict

RULEBOOK = load_rulebook()
ENGINE = Engine(RULEBOOK)


def recommend(**raw: JsonValue) -> RecommendationDict:
    return ENGINE.recommend(parse_facts(RULEBOOK, raw))


def told(found: RecommendationDict) -> Iterator[tuple[str, list[CitationDict]]]:
    """Every statement with its citations."""
    for group in (found["blockers"], found["reasons"], found["tensions"], found["would_change"]):
        for item in group:
            yield item["statement"], item["citations"]
    for step in found["next_steps"]:
        yield step["text"], step["citations"]
    for side in found["costs"].values():
        assert isinstance(side, dict)
        for cost in side.values():
            yield cost["statement"], cost["citations"]


def tensions(found: RecommendationDict) -> list[set[str]]:
    return [set(tension["facts"]) for tension in found["tensions"]]


@given(SITUATIONS)
@settings(deadline=None)
def test_every_quote_is_the_article_at_its_span(raw: dict[str, JsonValue]) -> None:
    text = RULEBOOK.article.text
    for _, citations in told(recommend(**raw)):
        assert citations
        assert all(text[c["start"] : c["end"]] == c["quote"] for c in citations)


@given(SITUATIONS)
@settings(deadline=None)
def test_every_number_shown_resolves_to_one_quote(raw: dict[str, JsonValue]) -> None:
    quotes: dict[int, tuple[int, int]] = {}
    for statement, citations in told(recommend(**raw)):
        shown = {int(n) for n in re.findall(r"\[(\d+)\]", statement)}
        assert shown <= {c["n"] for c in citations}
        for c in citations:
            assert quotes.setdefault(c["n"], (c["start"], c["end"])) == (c["start"], c["end"])
    assert len(set(quotes.values())) == len(quotes)
    assert sorted(quotes) == list(range(1, len(quotes) + 1))


@given(SITUATIONS)
@settings(deadline=None)
def test_every_reason_refers_to_its_citations(raw: dict[str, JsonValue]) -> None:
    found = recommend(**raw)
    assert found["reasons"]
    for item in (*found["reasons"], *found["tensions"], *found["would_change"]):
        assert all(f"[{c['n']}]" in item["statement"] for c in item["citations"])
        assert "{" not in item["statement"]


@given(SITUATIONS)
@settings(deadline=None)
def test_blockers_lead_the_reasons_of_prompt_engineering(raw: dict[str, JsonValue]) -> None:
    found = recommend(**raw)
    assert found["reasons"][: len(found["blockers"])] == found["blockers"]
    assert not found["blockers"] or found["verdict"] == "prompt_engineering"


@given(SITUATIONS)
@settings(deadline=None)
def test_the_balance_counts_the_criteria_of_the_article(raw: dict[str, JsonValue]) -> None:
    balance = recommend(**raw)["balance"]
    counts = [balance["fine_tuning"], balance["prompt_engineering"], balance["unknown"]]
    assert min(counts) >= 0
    assert sum(counts) <= len(RULEBOOK.criteria)


@given(SITUATIONS)
@settings(deadline=None)
def test_every_known_fact_is_spoken_to_or_named_as_outside(raw: dict[str, JsonValue]) -> None:
    facts = parse_facts(RULEBOOK, raw)
    coverage = ENGINE.recommend(facts)["coverage"]
    known = {name for name, fact in facts.items() if fact.state != "unsure"}
    assert {*coverage["spoken_to"], *coverage["outside"]} == known
    assert set(coverage["outside"]) <= {"use_case"}


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("labelled_examples", 300),
        ("data_quality", "low"),
        ("volatility", "weekly"),
        ("auditability", "required"),
        ("task_shape", "varied"),
    ],
)
def test_each_blocker_is_named_beside_the_strong_case_for_fine_tuning(
    fact: str, value: JsonValue
) -> None:
    found = recommend(**{**TUNED, fact: value})
    assert [blocker["fact"] for blocker in found["blockers"]] == [fact]
    assert any({"accuracy_gap", fact} <= facts for facts in tensions(found))
    assert all(len(tension["citations"]) >= 2 for tension in found["tensions"])


def test_the_users_words_stand_beside_the_articles() -> None:
    facts = {"volatility": Fact("weekly", evidence="prices move every week", turn=1)}
    (blocker,) = ENGINE.recommend(facts)["blockers"]
    assert blocker["user_evidence"] == "prices move every week"
    assert "changes weekly" in blocker["statement"]


def test_a_gap_rests_on_the_words_for_the_accuracy() -> None:
    facts = parse_facts(RULEBOOK, TUNED)
    facts["best_accuracy"] = Fact(0.7, evidence="about seven in ten")
    reasons = {reason["criterion"]: reason for reason in ENGINE.recommend(facts)["reasons"]}
    assert reasons["faq-70-75-90"]["user_evidence"] == "about seven in ten"


def test_the_weightiest_reasons_of_fine_tuning_come_first() -> None:
    found = recommend(**TUNED, format_consistency="critical")
    assert found["reasons"][-1]["criterion"] == "row-output-consistency"
    assert {reason["side"] for reason in found["reasons"]} == {"fine_tuning"}


def test_rows_follow_the_items_for_a_blocked_case() -> None:
    ids = [reason["criterion"] for reason in recommend(auditability="required")["reasons"]]
    assert ids == ["auditability-required", "row-auditability"]


def test_jargon_beside_a_met_target_is_a_tension() -> None:
    near = {**TUNED, "best_accuracy": 0.9, "prompt_tokens": "short"}
    found = recommend(**near, jargon="yes")
    assert found["verdict"] == "prompt_engineering"
    assert any("jargon" in facts for facts in tensions(found))


def test_multi_step_reasoning_is_a_tension_under_fine_tuning() -> None:
    assert any(
        "reasoning" in facts for facts in tensions(recommend(**TUNED, reasoning="multi_step"))
    )


def test_an_experiment_has_no_item_against_it() -> None:
    found = recommend(
        **{**TUNED, "best_accuracy": "unmeasured"}, jargon="yes", reasoning="multi_step"
    )
    assert found["verdict"] == "experiment_first"
    assert {"jargon", "reasoning"} <= {reason["fact"] for reason in found["reasons"]}
    assert tensions(found) == []


def test_a_criterion_of_a_straddling_range_is_unknown() -> None:
    straddling: dict[str, JsonValue] = {"labelled_examples": [500, 2000]}
    sure = recommend(**TUNED)["balance"]
    balance = recommend(**(TUNED | straddling))["balance"]
    assert balance["unknown"] > sure["unknown"]


def test_a_provisional_headline_says_so() -> None:
    assert "could still change" in recommend(labelled_examples=5000)["headline"]


def test_a_count_that_straddles_a_threshold_is_why_prompting_comes_first() -> None:
    straddling: dict[str, JsonValue] = {"labelled_examples": [500, 2000]}
    found = recommend(**(TUNED | straddling))
    assert found["blockers"] == []
    assert "500–2,000 labelled examples" in found["reasons"][0]["statement"]


def test_with_nothing_known_the_verdict_still_has_its_place_in_the_article() -> None:
    (reason,) = recommend()["reasons"]
    assert reason["criterion"] == "prompt_engineering"
    assert reason["citations"]


def test_steps_after_an_exhausted_middle_gap_are_not_the_same_experiment() -> None:
    found = recommend(**{**TUNED, "best_accuracy": 0.8})
    text = " ".join(step["text"] for step in found["next_steps"])
    assert "one more round" in text
    assert "Create 100–200" not in text


def test_a_small_change_is_told_in_words() -> None:
    found = recommend(**{**TUNED, "labelled_examples": 999})["would_change"][0]
    assert found["changes"] == {"labelled_examples": "enough"}
    assert found["statement"].startswith("With 1,000 or more labelled examples, this would become")


def test_knowledge_to_look_up_points_outside_the_article() -> None:
    assert recommend(use_case="A bot that looks things up") == recommend(use_case="A bot.")
    (pointer,) = recommend(use_case="A RAG bot over our Wiki")["outside"]
    assert pointer.startswith("Not from the article")


@pytest.mark.parametrize(
    "use_case",
    [
        "a bot that answers staff questions from our policy documents",
        "Q&A over our internal wiki",
        "employees can ask what the handbook says",
        "customers ask about our catalogue and it finds the right product",
        "letting field engineers query 4,000 service manuals",
        "product search for our web shop",
    ],
)
def test_looking_things_up_is_outside_and_leaves_the_verdict(use_case: str) -> None:
    found = recommend(**TUNED, use_case=use_case)

    (pointer,) = found["outside"]
    assert "outside this framework" in pointer
    assert found["verdict"] == recommend(**TUNED)["verdict"]


@pytest.mark.parametrize(
    "use_case",
    [
        "turn our manuals into short summaries",
        "label wiki edits as vandalism",
        "draft replies to customer complaints",
        "extract dates from contracts",
        "match search keywords to ad groups",
    ],
)
def test_working_on_documents_is_no_looking_up(use_case: str) -> None:
    assert recommend(use_case=use_case)["outside"] == []


def test_what_changes_fast_alone_is_no_looking_up() -> None:
    assert recommend(volatility="weekly")["outside"] == []


def test_a_word_inside_another_is_no_mention() -> None:
    assert recommend(use_case="Tracking of dragons in storage")["outside"] == []


def test_the_rules_and_the_article_are_named() -> None:
    found = recommend()
    assert found["rules_version"] == RULEBOOK.version
    assert found["article_hash"] == RULEBOOK.article.sha256
