"""What pulls against the verdict: never hidden, always with both citations."""

from collections.abc import Iterable, Sequence

from knowledge.case import Case
from knowledge.conditions import holds
from knowledge.numbering import marks
from knowledge.rulebook import Criterion, Rulebook
from knowledge.shapes import CitationDict, ReasonDict, TensionDict

_SIDES = {"fine_tuning": "fine-tuning", "prompt_engineering": "prompt engineering"}


class Tensions:
    """Finds the rulebook's tensions and words every met item that is against the verdict."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._tensions = rulebook.tensions

    def found(
        self, case: Case, opposing: Iterable[Criterion], reasons: Sequence[ReasonDict]
    ) -> list[TensionDict]:
        """The tensions of the case; ``reasons`` are those of the verdict, the weightiest first."""
        told = [
            _tension(case, tension.statement, tension.facts, case.numbers.cite(tension.citations))
            for tension in self._tensions
            if case.decision.verdict in tension.verdicts and holds(tension.when, case.decision.box)
        ]
        return told + [_opposed(case, criterion, reasons[0]) for criterion in opposing]


def _opposed(case: Case, criterion: Criterion, counter: ReasonDict) -> TensionDict:
    """A met item beside the weightiest reason of the verdict."""
    statement = case.worded(criterion.statement, criterion.fact)
    answer = counter["statement"].removesuffix(f" {marks(counter['citations'])}")
    text = f"{statement} That speaks for {_SIDES[criterion.side]}. Against it: {answer}"
    citations = [*case.numbers.cite((criterion.citation,)), *counter["citations"]]
    return _tension(case, text, (criterion.fact, counter["fact"]), citations)


def _tension(
    case: Case, text: str, facts: Iterable[str], citations: list[CitationDict]
) -> TensionDict:
    named = list(dict.fromkeys(facts))
    told = case.worded(text, named[0])
    return {"statement": f"{told} {marks(citations)}", "facts": named, "citations": citations}
