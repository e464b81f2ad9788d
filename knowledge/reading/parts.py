"""A part of a number: "a third of 9,000", "5% of 36,000", "4 of our 12 clinics"; an amount over a
time: "2,500 a month for six months"; hours of a day: "12 an hour, 18 hours a day"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.reading.number_words import PARTS
from knowledge.reading.outcomes import says_outcome
from knowledge.reading.quantity import Quantity, scaled
from knowledge.reading.tokens import Token
from knowledge.reading.units import DAY, MONTHS, PER

HOUR = 3600.0
MONTH = 30 * DAY
LEAST_WHOLE = 20
MOST_HOURS = 23
PERIOD_WORDS = 2
MOST_COUNTED = 100
OFFICE = (8 * 22 / 30 / 24, 10 / 24)
MOST_BETWEEN = 10
_REACHING = frozenset(["go", "goes", "reach", "reaches", "need", "needs", "pass", "passes", "get",
                       "gets", "come", "comes", "is", "are", "end", "make"])  # fmt: skip
_ACCURACY = frozenset(["accuracy", "precision", "recall", "f1", "score", "target", "benchmark"])
_OURS = frozenset(["the", "our", "my", "all", "those", "these", "their", "about", "a"])
_OPEN = frozenset(["during", "open", "shift", "only", "clock"])
_FOR = frozenset(["for", "over", "times", "x", "×", "during"])


def with_parts(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with parts taken of their wholes, rates over the time they are told for."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        made = before and (
            _of_share(tokens, before, quantity)
            or _of_which(tokens, before, quantity)
            or _of_count(tokens, before, quantity)
            or _every(tokens, before, quantity)
            or _over_time(tokens, before, quantity)
            or _within_hours(tokens, before, quantity)
        )
        if made:
            kept[-1] = made
        else:
            kept.append(_of_word(tokens, quantity))
    return [_in_office(tokens, quantity) for quantity in kept]


def _between(tokens: Sequence[Token], a: Quantity, b: Quantity) -> list[str]:
    return [token.word for token in tokens[a.last + 1 : b.first]]


def _of_share(tokens: Sequence[Token], share: Quantity, whole: Quantity) -> Quantity | None:
    """ "5% of 36,000", "two thirds of our 900 tickets", where nothing is judged right or wrong."""
    between = _between(tokens, share, whole)
    if share.kind != "share" or whole.kind not in ("count", "rate", "money") or not between:
        return None
    if between[0] != "of" or not set(between[1:]) <= _OURS or whole.low < LEAST_WHOLE:
        return None
    if says_outcome(tokens, share.first, whole.last):
        return None
    return _taken(whole, share.low, share.high, share.first)


def _of_which(tokens: Sequence[Token], whole: Quantity, share: Quantity) -> Quantity | None:
    """ "7k tickets monthly but only one third goes to the model", "10% of them use it"."""
    if whole.kind not in ("count", "rate") or share.kind != "share" or share.wrong:
        return None
    apart = tokens[share.first].sentence - tokens[whole.first].sentence
    few = whole.kind == "count" and whole.low < LEAST_WHOLE
    if apart > 1 or few or whole.low <= 0 or whole.composed == "part":
        return None
    between = _between(tokens, whole, share)
    behind = [token.word for token in tokens[share.last + 1 : share.last + 4]]
    theirs = behind[:2] in (["of", "them"], ["of", "those"], ["of", "which"])
    only = between[-1:] in (["only"], ["just"]) and bool({*behind, *between[-3:]} & _REACHING)
    near = tokens[max(share.first - 6, 0) : share.last + 7]
    judged = says_outcome(tokens, share.first, share.last) or {t.word for t in near} & _ACCURACY
    if not (theirs or only) or judged or len(between) > MOST_BETWEEN:
        return None
    part = _taken(whole, share.low, share.high, whole.first)
    return replace(part, sure=whole.kind == "rate")


def _taken(whole: Quantity, low: float, high: float | None, first: int) -> Quantity:
    most = None if whole.high is None or high is None else whole.high * high
    whole_number = round if whole.kind == "count" else float
    return replace(
        whole,
        low=float(whole_number(whole.low * low)),
        high=None if most is None else float(whole_number(most)),
        first=first,
        composed="part",
    )


def _of_count(tokens: Sequence[Token], part: Quantity, whole: Quantity) -> Quantity | None:
    """ "4 of our 12 clinics": four clinics."""
    between = _between(tokens, part, whole)
    ours = between[:1] == ["of"] and len(between) == 2 and between[1] in ("our", "my", "the")
    counts = part.bare and whole.kind == "count" and 2 <= part.low <= whole.low <= MOST_COUNTED
    if not (ours and counts) or says_outcome(tokens, part.first, whole.last):
        return None
    number = replace(part.number, last=whole.number.last)
    return replace(part, last=whole.last, number=number, composed="part")


def _of_word(tokens: Sequence[Token], whole: Quantity) -> Quantity:
    """ "half of our 7,400 X-rays", "a third of 9,000", "every tenth of the 24,000"."""
    at = whole.first - 1
    while at > 0 and tokens[at].word in _OURS:
        at -= 1
    joined = at > 0 and tokens[at].word == "of"
    at -= joined
    size = PARTS.get(tokens[at].word) if at >= 0 else None
    sentence = tokens[whole.first].sentence
    if size is None or whole.kind not in ("count", "money", "rate") or whole.low < LEAST_WHOLE:
        return whole
    if not (joined or tokens[at].word == "half") or tokens[at].sentence != sentence:
        return whole
    if says_outcome(tokens, at, whole.last):
        return whole
    first = at - 1 if at and tokens[at - 1].word in ("a", "an", "one", "every", "each") else at
    return _taken(whole, 1 / size, 1 / size, first)


def _every(tokens: Sequence[Token], amount: Quantity, time: Quantity) -> Quantity | None:
    """ "one every 30 seconds", "13 mails every ten minutes"."""
    between = _between(tokens, amount, time)
    often = time.kind == "duration" and 0 < time.low < DAY and not time.composed
    if not (often and amount.kind == "count") or between[-1:] not in (["every"], ["each"]):
        return None
    if len(between) > PERIOD_WORDS or time.high != time.low:
        return None
    rate = scaled(amount, "rate", DAY / time.low, time.last)
    return replace(rate, period=time.low, composed="product")


def _over_time(tokens: Sequence[Token], amount: Quantity, time: Quantity) -> Quantity | None:
    """ "2,500 a month for six months": money, or a count of what the period alone follows."""
    between = _between(tokens, amount, time)
    if time.kind != "duration" or between[:1] not in ([word] for word in _FOR) or len(between) > 2:
        return None
    if amount.kind != "rate" or amount.period is None or amount.period < DAY:
        return None
    if amount.last - amount.number.last > PERIOD_WORDS:
        return None
    yearly = amount.period >= MONTH and tokens[time.last].word.startswith("year")
    year = 360 / 365 if yearly else 1.0
    days = year * time.low / DAY * MONTHS.get(amount.period, amount.period) / amount.period
    high = None if amount.high is None else amount.high * days
    return replace(amount, kind="count", low=amount.low * days, high=high, period=None,
                   composed="product")  # fmt: skip


def _within_hours(tokens: Sequence[Token], rate: Quantity, hours: Quantity) -> Quantity | None:
    """ "12 an hour, 18 hours a day", and the other way round."""
    if rate.kind == "duration":
        rate, hours = hours, rate
    if rate.kind != "rate" or rate.period != HOUR or hours.kind != "duration":
        return None
    near = abs(tokens[rate.first].sentence - tokens[hours.first].sentence) == 0
    if not near or not 2 * HOUR <= hours.low <= MOST_HOURS * HOUR:
        return None
    behind = {token.word for token in tokens[hours.last + 1 : hours.last + 3]}
    before = {token.word for token in tokens[max(hours.first - 2, 0) : hours.first]}
    daily = behind & (PER | {"daily"}) or (before | behind | set(_clause(tokens, hours))) & _OPEN
    if not daily:
        return None
    share = hours.low / DAY
    return replace(rate, low=rate.low * share, high=rate.high and rate.high * share,
                   composed="product")  # fmt: skip


def _clause(tokens: Sequence[Token], quantity: Quantity) -> list[str]:
    clause = tokens[quantity.last].clause
    return [t.word for t in tokens[quantity.last : quantity.last + 5] if t.clause == clause]


def _in_office(tokens: Sequence[Token], rate: Quantity) -> Quantity:
    """ "50 an hour during office hours": eight to ten hours on 22 to 30 days a month."""
    if rate.kind != "rate" or rate.period != HOUR or rate.composed:
        return rate
    behind = [t.word for t in tokens[rate.last + 1 : rate.last + 6]]
    pairs = pairwise(behind)
    if not any(
        a in ("office", "business", "working", "opening") and b == "hours" for a, b in pairs
    ):
        return rate
    high = None if rate.high is None else rate.high * OFFICE[1]
    return replace(rate, low=rate.low * OFFICE[0], high=high, composed="product")
