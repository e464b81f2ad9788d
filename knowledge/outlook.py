"""What would change the verdict, in words with citations."""

from collections.abc import Mapping

from knowledge.article import Citation
from knowledge.case import Case, both
from knowledge.counterfactuals import Change, Counterfactuals
from knowledge.numbering import marks
from knowledge.rulebook import Rulebook
from knowledge.shapes import ChangeDict, Verdict
from knowledge.space import Space

_MOST_CITED = 3
_BECOMES: Mapping[Verdict, str] = {
    "prompt_engineering": "prompt engineering",
    "experiment_first": "prompt now, and run the structured experiment first",
    "fine_tuning": "fine-tuning",
}


class Outlook:
    """Words the nearest changes of a case."""

    def __init__(self, rulebook: Rulebook, space: Space) -> None:
        self._counterfactuals = Counterfactuals(rulebook, space)
        self._rank = {verdict: rank for rank, verdict in enumerate(space.verdicts)}
        self._sources = _sources(rulebook)
        self._cells = {
            name: {cell.name: cell.words for cell in spec.cells}
            for name, spec in rulebook.facts.items()
        }
        self._grounds = {spec.code: spec.citations[0] for spec in rulebook.verdicts}

    def changes(self, case: Case) -> list[ChangeDict]:
        """The nearest changes to each other verdict, the nearest verdict first."""
        shown = self._rank[case.decision.verdict]
        found = self._counterfactuals.nearest(case.decision.box, shown)
        return [self._worded(case, change) for change in found]

    def _worded(self, case: Case, change: Change) -> ChangeDict:
        names = both(self._cells[fact][cell] for fact, cell in change.cells.items())
        sources = [self._sources[fact] for fact in change.cells if fact in self._sources]
        cited = [*sources[: _MOST_CITED - 1], self._grounds[change.verdict]]
        citations = case.numbers.cite(list(dict.fromkeys(cited)))
        text = f"With {names}, this would become: {_BECOMES[change.verdict]}"
        return {
            "changes": dict(change.cells),
            "verdict": change.verdict,
            "statement": f"{text} {marks(citations)}.",
            "citations": citations,
        }


def _sources(rulebook: Rulebook) -> Mapping[str, Citation]:
    """For each fact the citation that says why it matters: its blocker's, or a criterion's."""
    sources: dict[str, Citation] = {}
    for blocker in rulebook.blockers:
        sources.setdefault(blocker.fact, blocker.citation)
    for criterion in rulebook.criteria:
        for way in criterion.when:
            for fact in way:
                sources.setdefault(fact, criterion.citation)
    return sources
