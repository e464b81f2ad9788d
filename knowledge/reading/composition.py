"""Numbers that only together say how many: products, sums, parts, results of a test."""

from collections.abc import Sequence

from knowledge.reading.outcomes import with_outcomes
from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token


def composed(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with those that belong together made one, in order."""
    return with_outcomes(tokens, found)
