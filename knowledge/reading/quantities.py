"""Numbers with what they count: a unit, a period, a share.

A rate becomes amounts a day, a duration seconds, a share a number from 0 to 1. Which fact a
quantity belongs to is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.bounds import Number
from knowledge.reading.composition import composed
from knowledge.reading.numerals import find_numbers
from knowledge.reading.periods import single_periods
from knowledge.reading.proportions import find_proportions
from knowledge.reading.quantity import Quantity, scaled
from knowledge.reading.tokens import Token
from knowledge.reading.units import (
    ADVERBS,
    DAY,
    MODEL_SIZE,
    MONEY,
    MONTHS,
    NO_RATE,
    NOT_AMOUNTS,
    NOUN_WINDOW,
    OF_PERIOD,
    PER,
    PERCENT,
    RATES,
    SECONDS,
    TOKENS,
    WORKDAYS,
    WORKING,
)

__all__ = ["Quantity", "find_quantities"]

PERIOD_WINDOW = 4
_BUSY = frozenset(
    ["we", "i", "they", "it", "there", "are", "get", "have", "receive", "see", "handle", "come"]
)
_USUAL = frozenset(
    ["normal", "typical", "usual", "average", "good", "bad", "busy", "quiet", "slow"]
)


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """Every quantity in order; model names, versions and years are left out."""
    found = []
    numbers = find_numbers(tokens)
    shares = find_proportions(tokens, numbers)
    taken = {i for share in shares for i in range(share.first, share.last + 1)}
    for number in numbers:
        if number.core in taken or _is_name(number, tokens) or _below_zero(number, tokens):
            continue
        quantity = _with_unit(number, tokens)
        if quantity is not None:
            found.append(quantity)
    found += single_periods(tokens, found)
    ordered = sorted([*found, *shares], key=lambda quantity: quantity.first)
    return composed(tokens, ordered)


def _below_zero(number: Number, tokens: Sequence[Token]) -> bool:
    """ "-500": nothing counted here is ever negative; "- 500" opens a list."""
    sign = tokens[number.core - 1] if number.core else None
    return bool(sign and sign.word == "-" and tokens[number.core].glued and not sign.glued)


def _is_clock(left: Token | None, right: Token | None) -> bool:
    """ "05:55": two short numbers one mark apart."""
    if left is None or right is None or left.end + 1 != right.start:
        return False
    return right.word.isdigit() and len(right.word) == 2 and len(left.word) <= 2 and (
        left.kind == right.kind == "number"
    )  # fmt: skip


def _is_name(number: Number, tokens: Sequence[Token]) -> bool:
    before = tokens[number.core - 1] if number.core else None
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    if _is_clock(before, tokens[number.core]) or _is_clock(tokens[number.last], after):
        return True
    beside = before is not None and before.clause == tokens[number.core].clause
    if (
        before
        and beside
        and before.word in NOT_AMOUNTS
        and not (before.word == "o" and before.glued)
    ):
        return True
    beside = after is not None and after.segment == tokens[number.last].segment
    if (
        after
        and beside
        and after.word in MODEL_SIZE
        and (after.glued or after.word not in ("b", "o"))
    ):
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
        return scaled(base, "share", 0.01, last)
    if next_word == "p" and words[1:2] == ["a"]:
        return _per_period(base, SECONDS["year"], number.last + 2)
    if next_word in TOKENS or (
        words[1:2] and words[1] in TOKENS and next_word in ("input", "prompt")
    ):
        return replace(base, kind="tokens", last=number.last + (1 if next_word in TOKENS else 2))
    if next_word in RATES:
        return replace(
            scaled(base, "rate", DAY / RATES[next_word], number.last + 1), period=RATES[next_word]
        )
    if next_word in SECONDS and not _is_rate_word(next_word, tokens, number.last + 1):
        return scaled(base, "duration", SECONDS[next_word], number.last + 1)
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
        if token.word in PER:
            rate = _per_named(base, tokens, at + 1)
            if rate is not None:
                return rate
    return None


def _per_named(base: Quantity, tokens: Sequence[Token], unit: int) -> Quantity | None:
    """The period named at ``unit``: "a day", "per fiscal year", "every working day", "a shift".

    Working days leave it open whether weekends are counted: 22 to 30 days a month."""
    plain = unit
    while plain < len(tokens) and tokens[plain].word in OF_PERIOD:
        plain += 1
    if plain >= len(tokens):
        return None
    word = tokens[plain].word
    working = plain > unit and {t.word for t in tokens[unit:plain]} & WORKING
    if word == "shift" or word not in SECONDS:
        return _per_period(base, DAY, plain) if word in ("shift", "weekday") else None
    rate = _per_period(base, SECONDS[word], plain)
    return replace(rate, low=rate.low * WORKDAYS / 30) if working and word == "day" else rate


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
    """An amount in ``seconds``; a quarter and a year are three and twelve months of 30 days."""
    length = MONTHS.get(seconds, seconds)
    return replace(scaled(base, "rate", DAY / length, last), period=seconds)
