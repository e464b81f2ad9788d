"""The two accuracies a question speaks of, and which case of the article's FAQ they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.facts import Fact
from knowledge.gap import BEST, TARGET

LARGE = "faq-70-75-90"
SMALL = "faq-85-90"
LARGE_POINTS = 15
SMALL_POINTS = 5
LEAST = 0.3
NUMBER = re.compile(
    r"(?<![\w.,/$€£])(0?\.\d+|\d{2,3}(?:\.\d+)?)(\s*(?:%|percent\b|per cent\b))?(?![\w/$€£])"
)
OF_HUNDRED = re.compile(r"\s+(?:out\s+)?of\s+100\b")
OF_TEN = re.compile(r"\b([1-9])\s+(?:out\s+)?of\s+(?:10|ten)\b")
OTHER_UNIT = re.compile(
    r"\s*(?:[k$€£]|examples?|samples?|weeks?|months?|calls?|tokens?|days?|ms\b|seconds?)", re.I
)
NEEDED = re.compile(
    r"\b(need|needs|needed|require|required|want|wanted|wants|target|goal|demand|asked|must)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Accuracies:
    """Best measured and needed, as shares."""

    best: float
    target: float

    @property
    def points(self) -> float:
        """Percentage points still missing; negative when the target is passed."""
        return round(100 * (self.target - self.best), 6)

    def cases(self) -> tuple[str, ...]:
        """The FAQ's passages that speak of this gap: one, or both where it lies between them."""
        if self.points >= LARGE_POINTS:
            return (LARGE,)
        return (SMALL,) if self.points <= SMALL_POINTS else (SMALL, LARGE)

    def said(self) -> str:
        """The numbers beside the article's, to stand before the cited sentences."""
        yours = f"Your {_percent(self.best)} against {_percent(self.target)}"
        if self.points <= 0:
            return f"{yours} already meets the requirement; the article's nearest case:"
        if self.points >= LARGE_POINTS:
            return f"{yours} is the article's 70–75 % against 90 % case:"
        if self.points <= SMALL_POINTS:
            return f"{yours} is the article's 85 % against 90 % case:"
        return f"{yours} lies between the article's two cases, and it does not say which way to go:"


def accuracies(question: str, facts: Mapping[str, Fact]) -> Accuracies | None:
    """From the question's own numbers, else from known facts; None when two are not to be had."""
    found = _in_words(question)
    if found is not None:
        return found
    best, target = (_known(facts.get(name)) for name in (BEST, TARGET))
    return Accuracies(best, target) if best is not None and target is not None else None


def asks_with_numbers(question: str) -> bool:
    """Whether the question itself states both accuracies."""
    return _in_words(question) is not None


def _in_words(question: str) -> Accuracies | None:
    question = OF_TEN.sub(r"\g<1>0%", OF_HUNDRED.sub("%", question))
    found = [
        (share, match)
        for match in NUMBER.finditer(question)
        if not OTHER_UNIT.match(question, match.end()) and (share := _share(match[1])) is not None
    ]
    if len(found) != 2 or not _about_accuracy(question):
        return None
    (one, first), (other, second) = found
    between = question[first.end() : second.start()]
    needed = [
        bool(NEEDED.search(question[: first.start()])),
        bool(NEEDED.search(between)) or bool(NEEDED.search(question[second.end() :])),
    ]
    if needed == [True, False]:
        return Accuracies(other, one)
    if needed == [False, True]:
        return Accuracies(one, other)
    return Accuracies(min(one, other), max(one, other))


def _about_accuracy(question: str) -> bool:
    return "%" in question or "percent" in question.lower() or bool(NEEDED.search(question))


def _share(digits: str) -> float | None:
    number = float(digits)
    share = number if number <= 1 else number / 100
    return share if LEAST <= share <= 1 else None


def _known(fact: Fact | None) -> float | None:
    value = fact.value if fact is not None and fact.state == "known" else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g} %"
