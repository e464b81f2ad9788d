"""From facts to the cells they leave possible."""

import pytest
from hypothesis import given, settings
from situations import SITUATIONS

from knowledge.cells import possible_cells
from knowledge.facts import parse_facts
from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue

RULEBOOK = load_rulebook()


def cells(name: str, raw: JsonValue) -> set[str]:
    return set(possible_cells(RULEBOOK, parse_facts(RULEBOOK, {name: raw}))[name])


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("labelled_examples", 0, {"none"}),
        ("labelled_examples", 1, {"some"}),
        ("labelled_examples", 999, {"some"}),
        ("labelled_examples", 1000, {"enough"}),
        ("labelled_examples", [500, 2000], {"some", "enough"}),
        ("labelled_examples", [0, 999], {"none", "some"}),
        ("labelled_examples", [0, None], {"none", "some", "enough"}),
        ("labelled_examples", [1000, None], {"enough"}),
        ("labelled_examples", {"state": "unsure"}, {"none", "some", "enough"}),
        ("volatility", "yearly", {"stable"}),
        ("volatility", "quarterly", {"quarterly"}),
        ("volatility", "monthly", {"fast"}),
        ("latency", "moderate", {"not_critical"}),
        ("prompt_tokens", 999, {"short"}),
        ("prompt_tokens", 1000, {"long"}),
        ("prompt_tokens", "long", {"long"}),
        ("prompt_tokens", [800, 1200], {"short", "long"}),
        ("volume", 99_999, {"low"}),
        ("volume", 100_000, {"high"}),
        ("volume", "low", {"low"}),
        ("deadline_weeks", 5.9999999, {"6_to_16_weeks"}),
        ("deadline_weeks", [4, 20], {"1_to_6_weeks", "6_to_16_weeks", "over_16_weeks"}),
        ("budget_usd", 30000, {"30k_to_150k"}),
    ],
)
def test_a_value_leaves_the_cells_it_touches(name: str, raw: JsonValue, expected: set[str]) -> None:
    assert cells(name, raw) == expected


def test_other_thresholds_move_the_border() -> None:
    rulebook = load_rulebook(long_prompt_tokens=500, high_volume=1000)
    box = possible_cells(rulebook, parse_facts(rulebook, {"prompt_tokens": 600, "volume": 999}))
    assert box["prompt_tokens"] == {"long"}
    assert box["volume"] == {"low"}


@given(SITUATIONS)
@settings(deadline=None)
def test_some_cell_of_every_fact_stays_possible(raw: dict[str, JsonValue]) -> None:
    box = possible_cells(RULEBOOK, parse_facts(RULEBOOK, raw))
    assert all(box.values())
    assert set(box) == {name for name, spec in RULEBOOK.facts.items() if spec.cells}
