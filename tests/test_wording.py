"""Values as people say them."""

import pytest

from knowledge.loading import load_rulebook
from knowledge.shapes import JsonValue
from knowledge.wording import value_words

RULEBOOK = load_rulebook()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("labelled_examples", 0, "no labelled examples"),
        ("labelled_examples", 1, "1 labelled example"),
        ("labelled_examples", 3000, "3,000 labelled examples"),
        ("labelled_examples", [500, 2000], "500–2,000 labelled examples"),
        ("labelled_examples", [0, 999], "at most 999 labelled examples"),
        ("labelled_examples", [1000, None], "at least 1,000 labelled examples"),
        ("volume", 1, "1 call a month"),
        ("volume", "high", "high"),
        ("prompt_tokens", 10**400, f"{10**400:,} tokens"),
        ("best_accuracy", 0.7, "70 %"),
        ("best_accuracy", [0.7, 0.755], "70–75.5 %"),
        ("best_accuracy", [0.7, None], "70–100 %"),
        ("best_accuracy", "unmeasured", "not measured"),
        ("budget_usd", [150001, None], "at least $150,001"),
        ("budget_usd", [5000, 29999], "$5,000–29,999"),
        ("deadline_weeks", 2.5, "2.5 weeks"),
        ("volatility", "weekly", "changes weekly"),
        ("use_case", "x" * 100, "x" * 89 + "…"),
    ],
)
def test_a_value_is_said_with_its_unit(name: str, value: JsonValue, words: str) -> None:
    assert value_words(RULEBOOK.facts[name], value) == words
