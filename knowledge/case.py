"""One person's case: the decision, the facts behind it and the words they were given in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.decision import Decision
from knowledge.facts import Fact
from knowledge.gap import ACCURACY, gap_sources
from knowledge.numbering import Numbering
from knowledge.rulebook import FactSpec
from knowledge.wording import value_words


@dataclass(frozen=True, slots=True)
class Case:
    """What a recommendation is written from; its citations share one numbering."""

    decision: Decision
    facts: Mapping[str, Fact]
    specs: Mapping[str, FactSpec]
    numbers: Numbering = field(default_factory=Numbering)

    def worded(self, template: str, fact: str) -> str:
        """The template with ``{value}`` replaced by what is held of the fact."""
        return template.replace("{value}", self._value(fact)) if "{" in template else template

    def evidence(self, fact: str) -> str | None:
        """The user's words for the fact; a gap rests on the accuracies or on prompting."""
        names = (fact, *gap_sources(self.facts)) if fact in ACCURACY else (fact,)
        held = (self.facts[name].evidence for name in names if self.known(name))
        return next((words for words in held if words), None)

    def known(self, fact: str) -> bool:
        """Whether something was said of the fact other than "not sure"."""
        return fact in self.facts and self.facts[fact].state != "unsure"

    def _value(self, fact: str) -> str:
        if self.known(fact):
            return value_words(self.specs[fact], self.facts[fact].value)
        possible = self.decision.box[fact]
        return either(cell.words for cell in self.specs[fact].cells if cell.name in possible)


def either(words: Iterable[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return _joined(words, "or")


def both(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return _joined(words, "and")


def _joined(words: Iterable[str], last: str) -> str:
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail
