"""Numbers that only together say how many: products, sums, parts, results of a test."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.ellipsis import with_units_repeated
from knowledge.reading.outcomes import with_outcomes
from knowledge.reading.parts import with_parts
from knowledge.reading.products import with_products
from knowledge.reading.quantity import Quantity
from knowledge.reading.sums import with_sums
from knowledge.reading.tokens import Token

_STEPS = (with_units_repeated, with_outcomes, with_parts, with_products, with_sums)
_MOVED_SAID = """
grew went moved up down improved improves jumped rose fell dropped climbed increased
"""
_MOVED = frozenset(_MOVED_SAID.split())
_PEAKS = frozenset(["peak", "peaks", "spike", "spikes", "burst", "bursts", "throttled", "limit"])
REACH = 4


def composed(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with those that belong together made one, in order."""
    for compose in _STEPS:
        found = compose(tokens, found)
    return _usual(tokens, [_latter(tokens, quantity) for quantity in found])


def _latter(tokens: Sequence[Token], quantity: Quantity) -> Quantity:
    """ "from 41% to 50%", "grew from 300 to 2,600": where it is now."""
    core = quantity.number.core
    before = [token.word for token in tokens[max(core - REACH, 0) : core]]
    moved = quantity.kind == "share" or bool(_MOVED & set(before))
    if before[-1:] != ["from"] or not moved or quantity.high is None:
        return quantity
    return replace(quantity, low=quantity.high)


def _usual(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """Without the peaks, where a usual rate is told too."""
    rates = [quantity for quantity in found if quantity.kind == "rate"]
    peaks = [quantity for quantity in rates if _at_peak(tokens, quantity)]
    if len(peaks) == len(rates):
        return list(found)
    return [quantity for quantity in found if not any(quantity is peak for peak in peaks)]


def _at_peak(tokens: Sequence[Token], rate: Quantity) -> bool:
    segment = tokens[rate.first].segment
    near = tokens[max(rate.first - REACH, 0) : rate.last + REACH]
    return any(t.word in _PEAKS and t.segment == segment for t in near)
