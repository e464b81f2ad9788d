"""An edit of the ledger as the page's form sends it, read into the value of a fact."""

import json
import re
from collections.abc import Mapping

from assistant import FieldDict, JsonValue

_NUMBER = re.compile(r"[$]?(?P<digits>\d[\d,  _]*(?:\.\d+)?|\.\d+)\s*(?P<unit>[kKmM%]?)")
_TIMES = {"k": 1_000, "m": 1_000_000}


class EditError(ValueError):
    """A form that says no value; the text says how to mend it."""


def edited(form: str, fields: Mapping[str, FieldDict]) -> dict[str, JsonValue]:
    """The changes of ``form``: ``{"fact", "do": "edit" | "withdraw", "choice", "low", …}``.

    Raises:
        EditError: it is no such object, names no fact, or holds no value that can be read.
    """
    said = _object(form)
    name = said.get("fact", "")
    field = fields.get(name)
    if field is None:
        raise EditError(f"There is no answer called {name[:60]!r}; reload the page and try again.")
    if said.get("do") == "withdraw":
        return {name: None}
    return {name: _value(field, said)}


def _object(form: str) -> dict[str, str]:
    try:
        said = json.loads(form)
    except ValueError as fault:
        raise EditError("The edit did not arrive whole; reload the page and try again.") from fault
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise EditError("The edit has another form than this page sends; reload the page.")
    return said


def _value(field: FieldDict, said: Mapping[str, str]) -> JsonValue:
    choice = said.get("choice", "")
    if choice == "unsure":
        return {"state": "unsure"}
    if choice:
        return choice
    if field["kind"] == "text":
        return _text(field, said.get("text", ""))
    if field["kind"] in ("choice", "gap"):
        raise EditError(f"{field['label']}: choose one of the values in the list.")
    return _range(field, said.get("low", ""), said.get("high", ""))


def _text(field: FieldDict, words: str) -> str:
    if not words.strip():
        raise EditError(f"{field['label']}: write something, or withdraw the answer instead.")
    return words


def _range(field: FieldDict, low: str, high: str) -> JsonValue:
    if not low.strip() and not high.strip():
        raise EditError(f"{field['label']}: write a number such as {_example(field)}.")
    ends = [_number(field, words) if words.strip() else 0 for words in (low, high)]
    if not high.strip() or ends[0] == ends[1]:
        return ends[0]
    return list[JsonValue](ends)


def _number(field: FieldDict, words: str) -> int | float:
    found = _NUMBER.fullmatch(words.strip())
    if found is None:
        raise EditError(
            f"{field['label']}: {words[:40]!r} is no number; write one such as {_example(field)}."
        )
    number = float(re.sub(r"[,  _]", "", found["digits"])) * _TIMES.get(found["unit"].lower(), 1)
    if field["kind"] == "share" and (number > 1 or found["unit"] == "%"):
        number = round(number / 100, 6)
    return int(number) if number.is_integer() and field["kind"] != "share" else number


def _example(field: FieldDict) -> str:
    return "85 (per cent)" if field["kind"] == "share" else "2,000"
