"""Times without a number: "a minute", "half an hour", "a month and a half", "fortnight"."""

from collections.abc import Iterator, Sequence

from knowledge.reading.bounds import Number, bounded
from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token
from knowledge.reading.units import SECONDS, WHOLE

BRIEF = 5
_ARTICLES = frozenset(["a", "an"])
_RATES = frozenset(["once", "twice", "times", "day", "all"])
_PARTED = (["of"], ["million"], ["mil"])


def single_periods(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """One period said by its name, outside of the quantities already ``found``."""
    taken = {i for quantity in found for i in range(quantity.first, quantity.last + 1)}
    taken |= {q.last + 2 for q in found if q.kind in ("money", "tokens")}  # "3k tokens a day"
    return [
        period
        for at, token in enumerate(tokens)
        if token.word in SECONDS and at not in taken
        for period in _single(tokens, at)
    ]


def _single(tokens: Sequence[Token], at: int) -> Iterator[Quantity]:
    words = [token.word for token in tokens]
    alone = words[at] == "fortnight" and len(words) <= BRIEF
    first = at - 2 if at > 1 and words[at - 1] in WHOLE else at - 1
    if not alone and (first < 0 or words[first] not in _ARTICLES):
        return
    half = first > 0 and words[first - 1] == "half"
    of_scale = words[at] == "quarter" and words[at + 1 : at + 2] in _PARTED
    if of_scale or (first > 0 and words[first - 1] in _RATES):
        return
    first = at if alone and first < 0 else first - half
    seconds, last = SECONDS[words[at]] / (2 if half else 1), at
    if words[at + 1 : at + 4] == ["and", "a", "half"]:
        seconds, last = 1.5 * seconds, at + 3
    number = bounded(Number(1.0, 1.0, first, last, first), tokens)
    high = 2 * seconds if words[last + 1 : last + 3] == ["or", "two"] else seconds
    low = 0.0 if number.bound == "under" else seconds
    yield Quantity("duration", low, high, number.first, last, number)
