"""Numbers with what they count: a unit, a period, a share.

A rate becomes amounts a day, a duration seconds, a share a number from 0 to 1. Which fact a
quantity belongs to is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.reading.bounds import Number, bounded
from knowledge.reading.numerals import find_numbers
from knowledge.reading.tokens import Token
from knowledge.reading.units import (
    ADVERBS,
    DAY,
    MODEL_SIZE,
    MONEY,
    NO_RATE,
    NOT_AMOUNTS,
    NOUN_WINDOW,
    PER,
    PERCENT,
    RATES,
    RIGHT,
    SECONDS,
    TOKENS,
)

PERIOD_WINDOW = 4
_BUSY = frozenset(
    ["we", "i", "they", "it", "there", "are", "get", "have", "receive", "see", "handle", "come"]
)
_USUAL = frozenset(
    ["normal", "typical", "usual", "average", "good", "bad", "busy", "quiet", "slow"]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``kind`` is count, share, duration (seconds), rate (a day), money (USD) or tokens.

    ``low``/``high`` are in that kind's unit; ``first``..``last`` are all its tokens, number,
    unit and period; ``period`` is the rate's period in seconds.
    """

    kind: str
    low: float
    high: float | None
    first: int
    last: int
    number: Number
    period: float | None = None

    @property
    def bare(self) -> bool:
        """Nothing but the number itself was read."""
        return self.kind == "count" and self.last == self.number.last


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """Every quantity in order; model names, versions and years are left out."""
    found = []
    shares = _shares(tokens)
    taken = {i for share in shares for i in range(share.first, share.last + 1)}
    for number in find_numbers(tokens):
        if number.core in taken or _is_name(number, tokens) or _below_zero(number, tokens):
            continue
        quantity = _with_unit(number, tokens)
        if quantity is not None:
            found.append(quantity)
    found += _single_durations(tokens, found)
    return sorted([*found, *shares], key=lambda quantity: quantity.first)


def _single_durations(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """ "a minute", "half an hour", "half a second", outside of rates."""
    taken = {i for quantity in found for i in range(quantity.first, quantity.last + 1)}
    singles = []
    for at, token in enumerate(tokens[1:], start=1):
        article = tokens[at - 1]
        if token.word not in SECONDS or article.word not in ("a", "an") or at in taken:
            continue
        half = at > 1 and tokens[at - 2].word == "half"
        per = at > 1 and tokens[at - 2].word in ("once", "twice", "times", "day", "all")
        if per:
            continue
        first = at - 2 if half else at - 1
        seconds = SECONDS[token.word] / (2 if half else 1)
        number = bounded(Number(1.0, 1.0, first, at, first), tokens)
        or_two = [t.word for t in tokens[at + 1 : at + 3]] == ["or", "two"]
        high = 2 * seconds if or_two else seconds
        low = 0.0 if number.bound == "under" else seconds
        singles.append(Quantity("duration", low, high, number.first, at, number))
    return singles


def _below_zero(number: Number, tokens: Sequence[Token]) -> bool:
    """ "-500": nothing counted here is ever negative; "- 500" opens a list."""
    sign = tokens[number.core - 1] if number.core else None
    return bool(sign and sign.word == "-" and tokens[number.core].glued and not sign.glued)


def _is_name(number: Number, tokens: Sequence[Token]) -> bool:
    before = tokens[number.core - 1] if number.core else None
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    if before and before.clause == tokens[number.core].clause and before.word in NOT_AMOUNTS:
        return True
    if after and after.word in MODEL_SIZE and (after.glued or after.word not in ("b", "o")):
        return True
    is_year = number.digits and not number.scaled and 1900 <= number.low <= 2100
    year_cue = [
        "its",
        "in",
        "since",
        "from",
        "until",
        "before",
        "back",
        "circa",
        "of",
        "year",
        "june",
        "january",
        "covid",
    ]
    return (
        is_year and bool(before and before.word in year_cue) and "," not in tokens[number.core].word
    )


def _with_unit(number: Number, tokens: Sequence[Token]) -> Quantity | None:
    words = [token.word for token in tokens[number.last + 1 : number.last + 8]]
    next_word = words[0] if words else ""
    before = tokens[number.core - 1].word if number.core else ""
    base = Quantity("count", number.low, number.high, number.first, number.last, number)
    if before in MONEY or next_word in MONEY:
        last = number.last + (next_word in MONEY)
        return replace(
            base, kind="money", first=min(number.first, number.core - (before in MONEY)), last=last
        )
    if next_word in PERCENT or (next_word == "per" and words[1:2] == ["cent"]):
        last = number.last + (2 if next_word == "per" else 1)
        return _scaled(base, "share", 0.01, last)
    if next_word in TOKENS or (
        words[1:2] and words[1] in TOKENS and next_word in ("input", "prompt")
    ):
        return replace(base, kind="tokens", last=number.last + (1 if next_word in TOKENS else 2))
    if next_word in RATES:
        return replace(
            _scaled(base, "rate", DAY / RATES[next_word], number.last + 1), period=RATES[next_word]
        )
    if next_word in SECONDS and not _is_rate_word(next_word, tokens, number.last + 1):
        return _scaled(base, "duration", SECONDS[next_word], number.last + 1)
    return _rate(base, tokens) or _rate_in_front(base, tokens) or base


def _is_rate_word(word: str, tokens: Sequence[Token], at: int) -> bool:
    """ "3 s" is seconds, "10 a day" is a rate; "d", "h", "s", "mo" need to be glued or last."""
    return word in ("d", "mo") and not tokens[at].glued and len(tokens) > at + 1


def _rate(base: Quantity, tokens: Sequence[Token]) -> Quantity | None:
    """ "900 tickets a day", "150 queries/day", "500 daily": an amount and its period."""
    segment = tokens[base.last].segment
    for at in range(base.last + 1, min(base.last + 2 + NOUN_WINDOW, len(tokens))):
        token = tokens[at]
        if token.segment != segment or token.kind == "number" or token.word in NO_RATE:
            return None
        if token.word in ADVERBS and token.word not in ("annual",):
            return _per_period(base, ADVERBS[token.word], at)
        unit = at + 1
        if token.word in PER and unit < len(tokens) and tokens[unit].word == "single":
            unit += 1
        if token.word in PER and unit < len(tokens) and tokens[unit].word in SECONDS:
            return _per_period(base, SECONDS[tokens[unit].word], unit)
    return None


def _rate_in_front(base: Quantity, tokens: Sequence[Token]) -> Quantity | None:
    """ "on a normal day 40 cases come in", "each month about 300 tickets"."""
    for at in range(max(base.first - PERIOD_WINDOW, 0), base.first):
        token, before = tokens[at], tokens[max(at - 2, 0) : at]
        if token.segment != tokens[base.last].segment or token.word not in SECONDS:
            continue
        said = {t.word for t in before}
        between = {t.word for t in tokens[at + 1 : base.first]}
        if not between <= _BUSY:
            continue
        if said & {"every", "each", "per"} or (said & {"a", "an"} and said & _USUAL):
            return _per_period(replace(base, first=at), SECONDS[token.word], base.last)
    return None


def _per_period(base: Quantity, seconds: float, last: int) -> Quantity:
    return replace(_scaled(base, "rate", DAY / seconds, last), period=seconds)


def _scaled(base: Quantity, kind: str, factor: float, last: int) -> Quantity:
    high = None if base.high is None else base.high * factor
    return replace(base, kind=kind, low=base.low * factor, high=high, last=last)


def _shares(tokens: Sequence[Token]) -> list[Quantity]:
    """ "three out of four", "nine in ten", "9/10", "three quarters", "half"."""
    found = []
    numbers = {number.first: number for number in find_numbers(tokens)}
    by_end = {number.last: number for number in numbers.values()}
    for at, token in enumerate(tokens):
        left, words = by_end.get(at - 1), [t.word for t in tokens[at : at + 2]]
        if token.word == "half" and at + 1 < len(tokens) and tokens[at + 1].word in RIGHT:
            number = bounded(Number(0.5, 0.5, at, at, at), tokens)
            found.append(Quantity("share", number.low, number.high, number.first, at, number))
        if left is None:
            continue
        gap = 2 if words == ["out", "of"] else 1 if token.word in ("in", "/", "of") else 0
        right = numbers.get(at + gap) if gap else None
        parts = {"quarters": 4, "quarter": 4, "thirds": 3, "third": 3, "fifths": 5, "tenths": 10}
        if right and 0 < right.low <= 1000 and left.low <= right.low and not right.scaled:
            halves = token.word == "/" and right.low == left.low
            one_of = token.word == "of" and left.low == 1 and not left.digits
            if halves or one_of or (token.word in ("in", "of") and right.low > 100):
                continue
            ends = (left, right.last, right.low)
        elif token.word in parts and 1 <= left.low < parts[token.word]:
            ends = (left, at, float(parts[token.word]))
        else:
            continue
        whole, last, size = ends
        share = whole.low / size
        found.append(Quantity("share", share, share, whole.first, last, whole))
    return found
