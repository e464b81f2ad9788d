"""Scores of the reader and of the answers against labelled rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.asking import Asking
from assistant.errors import BadInput
from assistant.reading import Reading
from assistant.settings import Settings
from knowledge import answers_evaluation, evaluation
from knowledge.shapes import JsonValue

Rows = Sequence[Mapping[str, JsonValue]]


def evaluate_understanding(rows: Rows, settings: Settings) -> dict[str, Any]:
    """How well messages are read; rows are ``{"text", "facts", "topic"?, …}``.

    Raises:
        BadInput: a row has no ``text`` or no ``facts``.
    """
    _refuse(rows, {"text": str, "facts": dict})
    return evaluation.evaluate_understanding(rows, Reading(settings).understand)


def evaluate_answers(rows: Rows, settings: Settings) -> dict[str, Any]:
    """How well questions are answered; rows are ``{"question", "cite"}``.

    Raises:
        BadInput: a row has no ``question`` or no ``cite``.
    """
    _refuse(rows, {"question": str, "cite": (str, list, type(None))})
    with Asking(settings) as asking:
        return answers_evaluation.evaluate_answers(rows, asking.answer)


def _refuse(rows: Rows, needed: Mapping[str, Any]) -> None:
    faults = [
        f"row {number}: {key} is missing or of another kind"
        for number, row in enumerate(rows, start=1)
        for key, kind in needed.items()
        if key not in row or not isinstance(row[key], kind)
    ]
    if faults:
        raise BadInput(*faults)
