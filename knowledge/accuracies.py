"""The two accuracies a question speaks of, and which case of the article's FAQ they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.facts import Fact
from knowledge.gap import BEST, TARGET, gap_cells
from knowledge.rulebook import FactSpec
from knowledge.shares import Share, shares
from knowledge.values import bounds

LARGE = "faq-70-75-90"
SMALL = "faq-85-90"


@dataclass(frozen=True, slots=True)
class Accuracies:
    """Best measured and needed; ``gap`` names the cells of the gap between them."""

    best: Share
    target: Share
    gap: frozenset[str]

    @classmethod
    def between(cls, best: Share, target: Share, spec: FactSpec) -> "Accuracies":
        """``spec`` is that of the accuracy gap: where its cells end is said there alone."""
        known = {BEST: Fact([best.low, best.high]), TARGET: Fact([target.low, target.high])}
        return cls(best, target, gap_cells(spec, known))

    def cases(self) -> tuple[str, ...]:
        """The FAQ's passages that speak of this gap: one, or both where it lies between them."""
        if self.gap == {"large"}:
            return (LARGE,)
        return (SMALL,) if self.gap <= {"met", "small"} else (SMALL, LARGE)

    def said(self) -> str:
        """The numbers beside the article's, to stand before the cited sentences."""
        yours = f"Your {self.best.words()} against {self.target.words()}"
        if self.gap == {"met"}:
            return f"{yours} already meets the requirement; the article's nearest case:"
        if self.gap == {"large"}:
            return f"{yours} is the article's 70–75 % against 90 % case:"
        if self.gap <= {"met", "small"}:
            return f"{yours} is the article's 85 % against 90 % case:"
        if self.gap == {"middle"}:
            between = "lies between the article's two cases"
            return f"{yours} {between}, and it does not say which way to go:"
        return f"{yours} can be more than one of the article's cases:"


def accuracies(question: str, facts: Mapping[str, Fact], spec: FactSpec) -> Accuracies | None:
    """From the question's own numbers, else from known facts; None when two are not to be had."""
    found = shares(question)
    best, target = found or (_known(facts.get(BEST)), _known(facts.get(TARGET)))
    if best is None or target is None:
        return None
    return Accuracies.between(best, target, spec)


def asks_with_numbers(question: str) -> bool:
    """Whether the question itself states both accuracies."""
    return shares(question) is not None


def _known(fact: Fact | None) -> Share | None:
    ends = bounds(fact.value) if fact is not None and fact.state == "known" else None
    return Share(ends[0], min(ends[1], 1.0)) if ends is not None else None
