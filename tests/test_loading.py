"""The rulebook: what the bundled data says, and how each mistake in it is refused."""

import math
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.article import Article
from knowledge.loading import DATA, load_article, load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.strict import RulebookError

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))
FILES = ("article.md", *(f"{name}.toml" for name in (
    "passages", "facts", "topics", "criteria", "verdicts", "costs"
)))  # fmt: skip
RULEBOOK = load_rulebook()


@pytest.fixture
def rulebook() -> Rulebook:
    return RULEBOOK


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A private copy of the rule data."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for name in FILES:
        shutil.copy(DATA / name, folder / name)
    return folder


@pytest.mark.parametrize("sample", BROKEN, ids=lambda path: path.stem)
def test_each_mistake_is_refused_naming_file_key_and_remedy(sample: Path, copied: Path) -> None:
    mistake = tomllib.loads(sample.read_text(encoding="utf-8"))
    target = copied / mistake["file"]
    good = target.read_text(encoding="utf-8")
    assert good.count(mistake["find"]) == 1, "the sample no longer fits the data"
    target.write_bytes(good.replace(mistake["find"], mistake["replace"]).encode())
    with pytest.raises(RulebookError) as caught:
        load_rulebook(copied)
    error = caught.value
    assert (error.file, error.key) == (
        mistake.get("blames", mistake["file"]),
        mistake["key"],
    )
    assert mistake["remedy"] in error.remedy
    assert str(error) == f"{error.file}: {error.key}: {error.problem}; {error.remedy}"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_written_in_a_file_loads_or_is_refused_with_a_remedy(
    copied: Path, data: st.DataObject
) -> None:
    target = copied / data.draw(st.sampled_from(FILES))
    good = target.read_text(encoding="utf-8")
    lines = good.split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    key, equals, _ = lines[number].partition(" = ")
    junk = data.draw(st.sampled_from(["", "1", "-1.5", '"x"', "true", "[]", "[1]", "{}", "[{}]"]))
    lines[number] = key + equals + junk
    target.write_text("\n".join(lines), encoding="utf-8")
    try:
        assert load_rulebook(copied).verdicts
    except RulebookError as error:
        assert error.file and error.key and error.problem and error.remedy
    finally:
        target.write_text(good, encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, copied: Path) -> None:
    (copied / name).unlink()
    with pytest.raises(RulebookError, match=f"{name}: file: missing in .*; restore it"):
        load_rulebook(copied)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_utf_8_is_named_with_the_byte(name: str, copied: Path) -> None:
    (copied / name).write_bytes(b"# \xff")
    with pytest.raises(RulebookError, match=f"{name}: file: not UTF-8 at byte 2; save it"):
        load_rulebook(copied)


@pytest.mark.parametrize("name", ["long_prompt_tokens", "high_volume"])
@pytest.mark.parametrize("value", [0, -5, True, 1.5])
def test_a_setting_that_is_no_whole_number_from_one_is_refused(name: str, value: int) -> None:
    with pytest.raises(RulebookError, match=f"settings: {name}: came .*; give a whole number"):
        load_rulebook(None, **{name: value})


def test_the_copy_of_the_rule_data_loads_as_the_bundled_one(copied: Path) -> None:
    assert load_rulebook(copied) == load_rulebook()


def test_the_deciding_facts_span_the_space_of_the_decision(rulebook: Rulebook) -> None:
    sizes = {name: len(fact.cells) for name, fact in rulebook.facts.items() if fact.deciding}
    assert sizes == {
        "labelled_examples": 3,
        "data_quality": 3,
        "volatility": 3,
        "auditability": 3,
        "latency": 2,
        "prompting_tried": 3,
        "accuracy_gap": 5,
        "task_shape": 2,
        "prompt_tokens": 2,
        "volume": 2,
        "format_consistency": 2,
        "jargon": 2,
    }
    assert math.prod(sizes.values()) == 77_760


def test_verdicts_stand_in_the_order_of_work(rulebook: Rulebook) -> None:
    codes = [verdict.code for verdict in rulebook.verdicts]
    assert codes == ["prompt_engineering", "experiment_first", "fine_tuning"]


def test_rules_try_fine_tuning_first_and_fall_back_to_prompting(rulebook: Rulebook) -> None:
    routes = [(rule.verdict, [route.name for route in rule.routes]) for rule in rulebook.rules]
    assert routes == [
        ("fine_tuning", ["accuracy", "efficiency"]),
        ("experiment_first", ["gap", "unmeasured", "efficiency"]),
        ("prompt_engineering", ["otherwise"]),
    ]


def test_topics_are_those_of_the_contract_in_the_order_of_ties(rulebook: Rulebook) -> None:
    assert list(rulebook.topics) == [
        "use_case", "data", "volatility", "auditability", "latency",
        "prompting", "task", "prompt_size", "volume", "format", "jargon",
        "reasoning", "deadline", "budget",
    ]  # fmt: skip
    assert [t.name for t in rulebook.topics.values() if t.always] == list(rulebook.topics)[:5]
    optional = [t.name for t in rulebook.topics.values() if t.optional_only]
    assert optional == ["reasoning", "deadline", "budget"]


def test_optional_topics_ask_only_for_facts_that_never_decide(rulebook: Rulebook) -> None:
    for topic in rulebook.topics.values():
        if topic.optional_only:
            assert not any(rulebook.facts[fact].deciding for fact in topic.facts)


def test_every_fact_of_a_topic_can_be_asked_for_alone(rulebook: Rulebook) -> None:
    for topic in rulebook.topics.values():
        assert set(topic.follow_ups) == set(topic.fact_options) == set(topic.facts)
        for fact, buttons in topic.fact_options.items():
            assert all(set(button.sets) == {fact} for button in buttons)


def test_no_question_is_repeated_in_the_same_words(rulebook: Rulebook) -> None:
    asked = [
        words
        for topic in rulebook.topics.values()
        for words in {topic.question, topic.retry, *topic.follow_ups.values()}
    ]
    assert len(asked) == len(set(asked))


def test_each_choose_item_and_each_row_is_one_criterion_citing_it_whole(
    rulebook: Rulebook,
) -> None:
    for group, kind in (("choose", "item"), ("row", "row")):
        passages = {p.id: p.text for p in rulebook.article.passages.values() if p.kind == kind}
        criteria = [c for c in rulebook.criteria if c.group == group]
        assert len(criteria) == len(passages) == 10
        assert {c.id: c.citation.quote for c in criteria} == passages


def test_a_criterion_sides_with_the_list_or_the_winner_it_cites(rulebook: Rulebook) -> None:
    winners = {"Fine-Tuning": "fine_tuning", "Prompt Engineering": "prompt_engineering"}
    for criterion in rulebook.criteria:
        if criterion.group == "choose":
            list_name = criterion.citation.section.removeprefix("Choose ").split(" when")[0]
            assert criterion.side == winners[list_name]
        if criterion.group == "row":
            winner = criterion.citation.quote.rsplit(" | ", 1)[1]
            assert criterion.side == winners.get(winner, "either")


def test_a_tension_cites_both_sides_of_the_pull(rulebook: Rulebook) -> None:
    for tension in rulebook.tensions:
        assert len(tension.citations) == 2, tension.id
        assert tension.facts, tension.id


def test_costs_are_the_articles_numbers(rulebook: Rulebook) -> None:
    ranges = {(c.side, c.item): (c.low, c.high, c.unit) for c in rulebook.costs}
    assert ranges == {
        ("fine_tuning", "upfront"): (30_000, 150_000, "USD"),
        ("fine_tuning", "timeline"): (6, 16, "weeks"),
        ("fine_tuning", "retraining"): (3, 6, "months"),
        ("prompt_engineering", "upfront"): (5_000, 30_000, "USD"),
        ("prompt_engineering", "timeline"): (1, 4, "weeks"),
    }


def test_thresholds_of_the_settings_reach_cells_and_wording() -> None:
    rulebook = load_rulebook(long_prompt_tokens=2500, high_volume=40_000)
    short, long = rulebook.facts["prompt_tokens"].cells
    low, high = rulebook.facts["volume"].cells
    assert (short.high, long.low, low.high, high.low) == (2499, 2500, 39_999, 40_000)
    assert rulebook.topics["prompt_size"].options[0].label == "Under 2,500 tokens"
    assert "40,000" in (rulebook.facts["volume"].ours or "")


def test_only_a_persons_value_is_left_to_fill_in(rulebook: Rulebook) -> None:
    for topic in rulebook.topics.values():
        labels = [option.label for option in topic.options]
        assert not any("{" in words for words in (topic.question, topic.why, topic.retry, *labels))
    statements = [c.statement for c in rulebook.criteria]
    statements += [b.statement for b in rulebook.blockers]
    assert all("{" not in words.replace("{value}", "") for words in statements)


def test_every_sentence_a_person_reads_is_finished(rulebook: Rulebook) -> None:
    sentences = [words for t in rulebook.topics.values() for words in (t.question, t.why, t.retry)]
    for spoken in (rulebook.criteria, rulebook.blockers, rulebook.tensions, rulebook.costs):
        sentences += [one.statement for one in spoken]
    for verdict in rulebook.verdicts:
        sentences += [*verdict.headlines.values(), *(step.text for step in verdict.steps)]
    for words in sentences:
        assert words.rstrip(")").endswith((".", "?")), words
        assert words[0].isupper() and "  " not in words, words


def test_the_rulebook_carries_the_article_it_was_loaded_with(rulebook: Rulebook) -> None:
    article: Article = load_article()
    assert rulebook.article == article
