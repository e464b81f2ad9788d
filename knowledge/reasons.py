"""Why: the blockers and the criteria that are met, each beside the user's words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from knowledge.article import Citation
from knowledge.case import Case
from knowledge.conditions import holds, meets
from knowledge.numbering import marks
from knowledge.rulebook import Blocker, Criterion, Rule, Rulebook
from knowledge.shapes import BalanceDict, ReasonDict, Side, Verdict

SUPPORT: Final[Mapping[Verdict, frozenset[Side]]] = {
    "prompt_engineering": frozenset(("prompt_engineering",)),
    "experiment_first": frozenset(("fine_tuning", "prompt_engineering", "either")),
    "fine_tuning": frozenset(("fine_tuning",)),
}
"""The sides that speak for a verdict. An experiment is prompting now with fine-tuning on the
table: what speaks for either side is a reason to run it."""
AGAINST: Final[Mapping[Verdict, Side | None]] = {
    "prompt_engineering": "fine_tuning",
    "experiment_first": None,
    "fine_tuning": "prompt_engineering",
}
_ORDER: Final = (
    "The article always starts with prompting; what is known so far does not settle that more "
    "is needed."
)
_GROUPS: Final = {"choose": 0, "faq": 1, "row": 2}


class Reasons:
    """Evaluates the criteria of a rulebook and words those that are met."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._criteria = rulebook.criteria
        self._blockers = rulebook.blockers
        self._rules: Mapping[str, Rule] = {rule.verdict: rule for rule in rulebook.rules}
        self._verdicts = {spec.code: spec for spec in rulebook.verdicts}
        self._names = {
            c.id: frozenset(name for way in c.when for name in way) for c in self._criteria
        }

    def met(self, case: Case) -> dict[str, bool | None]:
        """Every criterion: met in every possible cell, in none, or unknown."""
        return {
            criterion.id: holds(criterion.when, case.decision.box) for criterion in self._criteria
        }

    def balance(self, met: Mapping[str, bool | None]) -> BalanceDict:
        """How many met criteria speak for each side; those that speak for either, for none."""
        sides = [criterion.side for criterion in self._criteria if met[criterion.id]]
        return {
            "fine_tuning": sides.count("fine_tuning"),
            "prompt_engineering": sides.count("prompt_engineering"),
            "unknown": list(met.values()).count(None),
        }

    def blockers(self, case: Case) -> list[ReasonDict]:
        """What forbids anything but prompting, in every cell still possible."""
        box = case.decision.box
        return [
            _reason(case, blocker, "prompt_engineering")
            for blocker in self._blockers
            if box[blocker.fact] <= blocker.cells
        ]

    def supporting(self, case: Case, met: Mapping[str, bool | None]) -> list[ReasonDict]:
        """The met criteria that speak for the verdict, the most relevant first.

        What a blocker has already said in the same words of the article is not said again.
        """
        sides, box = SUPPORT[case.decision.verdict], case.decision.box
        said = [b.citation for b in self._blockers if box[b.fact] <= b.cells]
        found = [
            c for c in self._criteria if met[c.id] and c.side in sides and c.citation not in said
        ]
        return [_reason(case, c, c.side) for c in self._by_relevance(case, found)]

    def opposing(self, case: Case, met: Mapping[str, bool | None]) -> list[Criterion]:
        """The met "choose … when" items of the side the verdict is not on."""
        against = AGAINST[case.decision.verdict]
        return [
            c for c in self._criteria if met[c.id] and c.group == "choose" and c.side == against
        ]

    def grounds(self, case: Case) -> list[ReasonDict]:
        """Why prompting is shown while nothing met says so.

        What may yet block more than it (known facts first of all), and the article's order.
        """
        box = case.decision.box
        possible = [
            _reason(case, blocker, "prompt_engineering")
            for blocker in self._blockers
            if case.known(blocker.fact) and not blocker.cells.isdisjoint(box[blocker.fact])
        ]
        verdict = self._verdicts[case.decision.verdict]
        order = _worded(case, verdict.code, "either", "use_case", _ORDER, verdict.citations)
        return [*possible, order]

    def _by_relevance(self, case: Case, criteria: Iterable[Criterion]) -> list[Criterion]:
        """First what the route to the verdict looks at; then items, FAQ and rows in that order."""
        rule = self._rules[case.decision.verdict]
        ways = (way for route in rule.routes for way in route.when)
        taken: frozenset[str] = frozenset(
            next((w for w in ways if meets(w, case.decision.box)), ())
        )
        return sorted(criteria, key=lambda c: (not self._names[c.id] & taken, _GROUPS[c.group]))


def _reason(case: Case, source: Blocker | Criterion, side: Side) -> ReasonDict:
    statement = case.worded(source.statement, source.fact)
    if source.ours:
        statement = f"{statement} ({source.ours})"
    return _worded(case, source.id, side, source.fact, statement, (source.citation,))


def _worded(
    case: Case, name: str, side: Side, fact: str, text: str, sources: Sequence[Citation]
) -> ReasonDict:
    citations = case.numbers.cite(sources)
    return {
        "criterion": name,
        "side": side,
        "fact": fact,
        "statement": f"{text} {marks(citations)}",
        "user_evidence": case.evidence(fact),
        "citations": citations,
    }
