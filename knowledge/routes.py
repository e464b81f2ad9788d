"""By which route a box arrives at fine-tuning."""

from knowledge.conditions import Cells, holds
from knowledge.rulebook import Rulebook
from knowledge.shapes import Verdict

_ROUTED: Verdict = "fine_tuning"


class Routes:
    """The routes to fine-tuning, in the order the rulebook tries them."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._routes = [
            route for rule in rulebook.rules if rule.verdict == _ROUTED for route in rule.routes
        ]

    def taken(self, verdict: Verdict, box: Cells) -> str | None:
        """The first route open in every possible cell, else in some; None for other verdicts."""
        if verdict != _ROUTED:
            return None
        standing = [(holds(route.when, box), route.name) for route in self._routes]
        sure = [name for held, name in standing if held]
        possible = [name for held, name in standing if held is not False]
        return (sure or possible)[0]
