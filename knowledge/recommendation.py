"""The recommendation: the decision put into words, every statement with its citations."""

import re
from collections.abc import Iterable, Mapping
from typing import cast

from knowledge.case import Case
from knowledge.conditions import holds
from knowledge.decision import Decision
from knowledge.facts import Fact
from knowledge.gap import ACCURACY, GAP
from knowledge.outlook import Outlook
from knowledge.reasons import Reasons
from knowledge.rulebook import CostRange, Outside, Rulebook
from knowledge.shapes import (
    CostsDict,
    CoverageDict,
    RangeDict,
    RecommendationDict,
    StepDict,
)
from knowledge.space import Space
from knowledge.tensions import Tensions

# A few words of one sentence, between what is done and what it is done with.
NEAR = r"[^.!?\n]{0,60}?"


class Recommender:
    """Writes recommendations from one rulebook."""

    def __init__(self, rulebook: Rulebook, space: Space) -> None:
        self._rulebook = rulebook
        self._verdicts = {spec.code: spec for spec in rulebook.verdicts}
        self._reasons = Reasons(rulebook)
        self._tensions = Tensions(rulebook)
        self._outlook = Outlook(rulebook, space)
        self._mentions = [(pointer, _pattern(pointer)) for pointer in rulebook.outside]
        self._spoken_to = _spoken_to(rulebook)

    def write(self, decision: Decision, facts: Mapping[str, Fact]) -> RecommendationDict:
        """The whole recommendation; citations are numbered in the order they are shown."""
        case = Case(decision, facts, self._rulebook.facts)
        verdict = self._verdicts[decision.verdict]
        met = self._reasons.met(case)
        blockers = self._reasons.blockers(case)
        reasons = blockers + self._reasons.supporting(case, met)
        reasons = reasons or self._reasons.grounds(case)
        opposing = self._reasons.opposing(case, met)
        return {
            "verdict": decision.verdict,
            "firm": decision.firm,
            "route": decision.route,
            "headline": verdict.headlines["firm" if decision.firm else "provisional"],
            "blockers": blockers,
            "reasons": reasons,
            "tensions": self._tensions.found(case, opposing, reasons),
            "outside": self._outside(case),
            "balance": self._reasons.balance(met),
            "open_questions": list(decision.open_facts),
            "would_change": self._outlook.changes(case),
            "next_steps": self._steps(case),
            "costs": self._costs(case),
            "coverage": self._coverage(facts),
            "rules_version": self._rulebook.version,
            "article_hash": self._rulebook.article.sha256,
        }

    def _steps(self, case: Case) -> list[StepDict]:
        box = case.decision.box
        return [
            {"text": step.text, "citations": case.numbers.cite(step.citations)}
            for step in self._verdicts[case.decision.verdict].steps
            if holds(step.when, box) and not holds(step.unless, box)
        ]

    def _costs(self, case: Case) -> CostsDict:
        sides: dict[str, dict[str, RangeDict]] = {}
        for cost in self._rulebook.costs:
            sides.setdefault(cost.side, {})[cost.item] = _range(case, cost)
        return cast(CostsDict, sides)

    def _outside(self, case: Case) -> list[str]:
        told = case.facts.get("use_case")
        text = str(told.value).lower() if told is not None and told.value else ""
        return [
            pointer.statement
            for pointer, mentions in self._mentions
            if mentions.search(text) or holds(pointer.when, case.decision.box)
        ]

    def _coverage(self, facts: Mapping[str, Fact]) -> CoverageDict:
        known = [name for name, fact in facts.items() if fact.state != "unsure"]
        return {
            "spoken_to": [name for name in known if name in self._spoken_to],
            "outside": [name for name in known if name not in self._spoken_to],
        }


def _range(case: Case, cost: CostRange) -> RangeDict:
    return {
        "low": cost.low,
        "high": cost.high,
        "unit": cost.unit,
        "statement": cost.statement,
        "citations": case.numbers.cite((cost.citation,)),
    }


def _pattern(pointer: Outside) -> re.Pattern[str]:
    """What the use case mentions, as whole words; never matches when there is nothing."""
    ways = [_any(pointer.mentions)] if pointer.mentions else []
    if pointer.seeking:
        seeking, sources = _any(pointer.seeking), _any(pointer.sources)
        ways += [f"{seeking}{NEAR}{sources}", f"{sources}{NEAR}{seeking}"]
    return re.compile("|".join(ways) or r"(?!)")


def _any(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(map(re.escape, words))})\b"


def _spoken_to(rulebook: Rulebook) -> frozenset[str]:
    """The facts that a criterion, a blocker or a tension looks at."""
    conditions = [c.when for c in rulebook.criteria] + [t.when for t in rulebook.tensions]
    named = {fact for when in conditions for way in when for fact in way}
    named |= {blocker.fact for blocker in rulebook.blockers}
    return frozenset(named | ACCURACY if GAP in named else named)
