"""Scores of the reader and of the answers against labelled rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.asking import Asking
from assistant.errors import BadInput
from assistant.reading import Reading
from assistant.settings import Settings
from knowledge import evaluation
from knowledge.shapes import JsonValue

Rows = Sequence[Mapping[str, JsonValue]]


def evaluate_understanding(rows: Rows, settings: Settings) -> dict[str, Any]:
    """How well messages are read; rows are ``{"text", "facts", "topic"?, …}``.

    Raises:
        BadInput: a row has no ``text`` or no ``facts``.
    """
    faults = [
        f"row {number}: {key} is missing, or is no {'text' if kind is str else 'object'}"
        for number, row in enumerate(rows, start=1)
        for key, kind in (("text", str), ("facts", dict))
        if not isinstance(row.get(key), kind)
    ]
    if faults:
        raise BadInput(*faults)
    return evaluation.evaluate_understanding(rows, Reading(settings).understand)


def evaluate_answers(rows: Rows, settings: Settings) -> dict[str, JsonValue]:
    """How well questions are answered; raises as :meth:`Asking.evaluate`."""
    with Asking(settings) as asking:
        return asking.evaluate(map(dict, rows))
