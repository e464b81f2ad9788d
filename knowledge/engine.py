"""The engine: from facts to the verdict, and to everything the verdict rests on."""

from collections.abc import Mapping

from knowledge.cells import Box, possible_cells
from knowledge.decision import Decision
from knowledge.facts import Fact
from knowledge.gap import GAP, gap_openers
from knowledge.recommendation import Recommender
from knowledge.routes import Routes
from knowledge.rulebook import Rulebook
from knowledge.shapes import RecommendationDict
from knowledge.space import Space


class Engine:
    """Decides by looking up; all it computes once is the decision space of the rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.space = Space(rulebook)
        self._routes = Routes(rulebook)
        self._recommender = Recommender(rulebook, self.space)

    def box(self, facts: Mapping[str, Fact]) -> Box:
        """The cells still possible of every fact that has cells."""
        return possible_cells(self.rulebook, facts)

    def decide(self, facts: Mapping[str, Fact]) -> Decision:
        """The verdict alone, with what could flip it."""
        box = self.box(facts)
        earliest, latest = self.space.range(box)
        verdict = self.space.verdicts[earliest]
        firm = earliest == latest
        open_facts = () if firm else self.open_facts(box, facts)
        return Decision(verdict, firm, self._routes.taken(verdict, box), box, open_facts)

    def recommend(self, facts: Mapping[str, Fact]) -> RecommendationDict:
        """The whole recommendation."""
        return self._recommender.write(self.decide(facts), facts)

    def open_facts(self, box: Box, facts: Mapping[str, Fact]) -> tuple[str, ...]:
        """The facts behind the axes that can flip the verdict, in the rulebook's order."""
        axes = set(self.space.flippable(box))
        if GAP in axes:
            axes = axes - {GAP} | set(gap_openers(facts))
        return tuple(name for name in self.rulebook.facts if name in axes)
