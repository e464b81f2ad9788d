"""Numbers that only together say how many: products, sums, parts, results of a test."""

from collections.abc import Sequence

from knowledge.reading.ellipsis import with_units_repeated
from knowledge.reading.outcomes import with_outcomes
from knowledge.reading.parts import with_parts
from knowledge.reading.products import with_products
from knowledge.reading.quantity import Quantity
from knowledge.reading.sums import with_sums
from knowledge.reading.tokens import Token


def composed(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with those that belong together made one, in order."""
    for compose in (with_units_repeated, with_outcomes, with_parts, with_products, with_sums):
        found = compose(tokens, found)
    return list(found)
