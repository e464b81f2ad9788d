"""Edits of the ledger: what the form sends becomes one fact's value, or a reason why not."""

import json

import pytest

from assistant import FieldDict, JsonValue
from ui.edits import EditError, edited


def field(kind: str) -> FieldDict:
    return {"label": "An answer", "kind": kind, "unit": "", "choices": []}  # type: ignore[typeddict-item]


FIELDS = {kind: field(kind) for kind in ("count", "number", "share", "choice", "gap", "text")}


@pytest.mark.parametrize(
    ("fact", "said", "value"),
    [
        ("count", {"low": "2,000"}, 2000),
        ("count", {"low": " 3k "}, 3000),
        ("count", {"low": "1.5m"}, 1_500_000),
        ("count", {"low": "500", "high": "2000"}, [500, 2000]),
        ("count", {"low": "", "high": "900"}, [0, 900]),
        ("count", {"low": "7", "high": "7"}, 7),
        ("count", {"low": "0"}, 0),
        ("count", {"low": "5", "choice": "high"}, "high"),
        ("number", {"low": "$7,500.5"}, 7500.5),
        ("share", {"low": "85"}, 0.85),
        ("share", {"low": "85 %"}, 0.85),
        ("share", {"low": "0.85"}, 0.85),
        ("share", {"low": "70", "high": "75"}, [0.7, 0.75]),
        ("choice", {"choice": "monthly"}, "monthly"),
        ("choice", {"choice": "unsure"}, {"state": "unsure"}),
        ("text", {"text": "Sort tickets"}, "Sort tickets"),
    ],
)
def test_a_form_is_read_into_a_value(fact: str, said: dict[str, str], value: JsonValue) -> None:
    assert edited(json.dumps({"fact": fact, "do": "edit", **said}), FIELDS) == {fact: value}


def test_withdrawing_takes_the_fact_away() -> None:
    assert edited('{"fact": "count", "do": "withdraw"}', FIELDS) == {"count": None}


@pytest.mark.parametrize(
    "form",
    [
        "",
        "not json",
        "[]",
        "7",
        '{"fact": 7}',
        '{"fact": "unheard_of", "do": "edit"}',
        '{"fact": "count", "do": "edit", "low": "many"}',
        '{"fact": "count", "do": "edit", "low": "-5"}',
        '{"fact": "count", "do": "edit", "low": " ", "high": ""}',
        '{"fact": "choice", "do": "edit"}',
        '{"fact": "text", "do": "edit", "text": "  "}',
    ],
)
def test_a_form_that_says_no_value_is_refused_with_a_way_out(form: str) -> None:
    with pytest.raises(EditError, match=r"reload|such as|choose|withdraw"):
        edited(form, FIELDS)
