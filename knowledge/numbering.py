"""Numbers for citations: one run through a text, the same words always under the same number."""

from collections.abc import Sequence

from knowledge.article import Citation
from knowledge.shapes import CitationDict


class Numbering:
    """Gives 1, 2, 3, … in the order of first use."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, int, int], CitationDict] = {}

    def cite(self, citations: Sequence[Citation]) -> list[CitationDict]:
        """The citations with their numbers."""
        return [self._one(citation) for citation in citations]

    def _one(self, citation: Citation) -> CitationDict:
        span = (citation.document, citation.start, citation.end)
        if span not in self._given:
            self._given[span] = citation.numbered(len(self._given) + 1)
        return self._given[span]


def marks(citations: Sequence[CitationDict]) -> str:
    """The numbers as a text refers to them: ``[1][2]``."""
    return "".join(f"[{citation['n']}]" for citation in citations)
