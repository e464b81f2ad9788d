"""What a ledger needs to show and edit facts: their labels, choices and values in words."""

from collections.abc import Mapping
from typing import TypedDict

from knowledge.rulebook import Kind, Rulebook
from knowledge.shapes import FactDict, OptionDict
from knowledge.wording import value_words

STATES = {"unsure": "Not sure", "unmeasured": "Not measured"}


class FieldDict(TypedDict):
    """One fact as people see it; ``kind`` says which values fit, ``choices`` which words do."""

    label: str
    kind: Kind
    unit: str
    choices: list[OptionDict]


def fields(rulebook: Rulebook) -> dict[str, FieldDict]:
    """Every fact by name, in the rulebook's order."""
    return {
        name: {
            "label": spec.label,
            "kind": spec.kind,
            "unit": spec.unit,
            "choices": [{"value": word, "label": label} for word, label in spec.choices.items()],
        }
        for name, spec in rulebook.facts.items()
    }


def worded(rulebook: Rulebook, facts: Mapping[str, FactDict]) -> dict[str, str]:
    """The value of each fact in words, in the rulebook's order."""
    return {
        name: STATES.get(facts[name]["state"]) or value_words(spec, facts[name]["value"])
        for name, spec in rulebook.facts.items()
        if name in facts
    }
