"""A unit said once for two numbers: "was 12 weeks, they cut it to 5", "300 a day; make it 3000"."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.quantity import Quantity, scaled
from knowledge.reading.tokens import Token
from knowledge.reading.units import DAY, MONTHS, SECONDS

MOST_BETWEEN = 12
WEEK = 7 * DAY
MOST_TIMES = 100.0
THOUSAND = 1000.0
_LEADS_SAID = """
to now say says said its is in have has got give gives want wants make be rather only else just
than about it average otherwise ordinary normally usually remains left under over
"""
_LEADS = frozenset(_LEADS_SAID.split())
_USUALLY = frozenset(["normally", "usually", "typically", "otherwise"])
_ENDS = frozenset(["now", "instead", "left", "at", "on", "otherwise", "altogether", "is", "are",
                   "after", "today", "is", "max", "tops", "please", "when", "in"])  # fmt: skip


def with_units_repeated(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with bare numbers given the unit of the one shortly before them."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        if before is not None and quantity.bare and _goes_on(tokens, before, quantity):
            quantity = _alike(tokens, before, quantity) or quantity  # noqa: PLW2901
        kept.append(quantity)
    return kept


def _goes_on(tokens: Sequence[Token], before: Quantity, quantity: Quantity) -> bool:
    """The number stands at the end of its segment and is led to as another value."""
    apart = tokens[quantity.first].sentence - tokens[before.last].sentence
    lead = tokens[quantity.number.core - 1].word if quantity.number.core else ""
    behind = tokens[quantity.last + 1] if quantity.last + 1 < len(tokens) else None
    ends = (
        behind is None
        or behind.segment != tokens[quantity.last].segment
        or behind.word in _ENDS | _USUALLY
    )
    led = (
        (behind and behind.word in _USUALLY)
        or lead in _LEADS
        or tokens[quantity.first].word in _LEADS
    )
    return ends and led and apart <= 1 and quantity.first - before.last <= MOST_BETWEEN


def _alike(tokens: Sequence[Token], before: Quantity, quantity: Quantity) -> Quantity | None:
    behind = tokens[quantity.last + 1].word if quantity.last + 1 < len(tokens) else ""
    if quantity.low <= 0 or (quantity.number.scaled and behind not in _USUALLY):
        return None
    if before.kind == "duration" and before.composed in ("", "alike"):
        unit = _unit_of(tokens, before)
        close = unit and 1 / MOST_TIMES <= quantity.low * unit / (before.high or unit) <= MOST_TIMES
        if close:
            return replace(scaled(quantity, "duration", unit, quantity.last), composed="alike")
    if before.kind == "rate" and before.period and before.composed in ("", "alike"):
        length = MONTHS.get(before.period, before.period)
        rate = scaled(quantity, "rate", DAY / length, quantity.last)
        return replace(rate, period=before.period, composed="alike")
    return _in_thousands(before, quantity)


def _in_thousands(before: Quantity, quantity: Quantity) -> Quantity | None:
    """ "the consultant wants 70k, we can give 40": forty thousand, most likely."""
    thousands = before.number.scaled and before.low >= THOUSAND
    whole = quantity.low == int(quantity.low) and quantity.high is not None
    if not (thousands and whole and before.kind in ("count", "money")):
        return None
    many = scaled(quantity, before.kind, THOUSAND, quantity.last)
    close = quantity.low < THOUSAND and 1 / MOST_TIMES < many.low / before.low <= 1
    return replace(many, composed="alike", sure=False) if close else None


def _unit_of(tokens: Sequence[Token], duration: Quantity) -> float:
    """Seconds of the unit the duration was told in; 0 where none is named."""
    return float(SECONDS.get(tokens[duration.last].word, 0.0))
