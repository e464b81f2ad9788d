"""Recommendations without a conversation: facts in, verdict out. Loads the rules, nothing more."""

from collections.abc import Mapping

from assistant.errors import BadInput
from assistant.rules import rulebook_of
from assistant.settings import Settings
from knowledge.engine import Engine
from knowledge.facts import Fact, FactError, parse_facts
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue, RecommendationDict


class Decisions:
    """The engine over the rules, with the thresholds of ``settings``."""

    def __init__(self, settings: Settings) -> None:
        self._rulebook = rulebook_of(settings)
        self._engine = Engine(self._rulebook)

    def parse(self, raw: Mapping[str, JsonValue]) -> Mapping[str, Fact]:
        """As :func:`facts_from`, by these rules."""
        return facts_from(self._rulebook, raw)

    def recommend(self, facts: Mapping[str, Fact]) -> RecommendationDict:
        """The whole recommendation for facts from :meth:`parse`."""
        return self._engine.recommend(facts)


def facts_from(rulebook: Rulebook, raw: Mapping[str, JsonValue]) -> dict[str, Fact]:
    """JSON facts, checked: a bare value, ``null``, ``{"state": "unsure"}`` or a Fact each.

    Raises:
        BadInput: one fault for every fact that cannot be used.
    """
    try:
        return parse_facts(rulebook, raw)
    except FactError as error:
        raise BadInput(*error.faults) from error
