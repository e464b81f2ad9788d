"""How often something happens: "every two weeks", "twice a month", "nightly", "52 times a year"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from knowledge.reading.bounds import Number
from knowledge.reading.numerals import find_numbers
from knowledge.reading.tokens import Token
from knowledge.reading.units import ADVERBS, DAY, SECONDS

TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
PACES = {"daily": 1.0, "weekly": 7.0, "monthly": 30.0, "quarterly": 91.0, "yearly": 365.0}
_WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekend",
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "spring", "summer", "autumn", "winter", "fall",
    "christmas", "easter",
)  # fmt: skip
_MOMENTS = ("morning", "evening", "afternoon", "midnight", "noon")
_PERIODS = (
    {word: seconds / DAY for word, seconds in SECONDS.items() if word != "second"}
    | dict.fromkeys(_WEEKDAYS, 7.0)
    | dict.fromkeys(_MONTHS, 365.0)
    | dict.fromkeys(_MOMENTS, 1.0)
    | {"season": 91.0, "payday": 30.0}
)
_PER = frozenset(["a", "an", "per", "each", "every", "/", "por", "al"])
_WHOLE = frozenset(["single", "financial", "fiscal", "calendar", "new", "business", "working"])
_EVERY = frozenset(["every", "each", "cada", "per"])
_NAMED_MONTHS = frozenset(_MONTHS[:12]) | {
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
}  # fmt: skip
_SEVERAL = frozenset([2.0, 3.0, 4.0, 6.0])
YEAR = 365.0
FEWEST_MONTHS = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
SINCE_REACH = 6
_WEEKLY_FROM_DAYS = 1.9
_WEEKLY_TO_DAYS = 15.5
_STATIC_FROM_DAYS = 900.0


@dataclass(frozen=True, slots=True)
class Frequency:
    """Once in ``days`` days, said by the tokens ``first``..``last``."""

    days: float
    first: int
    last: int

    @property
    def pace(self) -> str:
        """The nearest named pace; two weeks still count as weekly, six months as quarterly."""
        if self.days < _WEEKLY_FROM_DAYS:
            return "daily"
        if self.days <= _WEEKLY_TO_DAYS:
            return "weekly"
        if self.days > _STATIC_FROM_DAYS:
            return "static"
        if 150 <= self.days <= 200:
            return "quarterly"
        return min(PACES, key=lambda pace: abs(log(self.days / PACES[pace])))


def find_frequencies(tokens: Sequence[Token]) -> list[Frequency]:
    """Every frequency in order."""
    amounts = {number.first: number for number in find_numbers(tokens)}
    found: list[Frequency] = []
    for at, token in enumerate(tokens):
        if token.word in ADVERBS and not (found and found[-1].last == at):
            twice = at > 0 and tokens[at - 1].word in ("twice", "bi", "semi")
            days = ADVERBS[token.word] / DAY
            found.append(Frequency(days / 2 if twice else days, at - twice, at))
        elif token.word in _EVERY:
            found += _every(tokens, at, amounts)
        else:
            found += _times(tokens, at, amounts) or _spaced(tokens, at, amounts)
    return [*found, *_months(tokens)]


def _spaced(tokens: Sequence[Token], at: int, amounts: Mapping[int, Number]) -> list[Frequency]:
    """ "once in twelve months", "six-monthly", "50 releases since last may"."""
    words = [token.word for token in tokens[at : at + 3]]
    number = amounts.get(at + 2) if words[0] in TIMES and words[1:2] == ["in"] else None
    if number is not None and number.low > 0 and number.last + 1 < len(tokens):
        unit = tokens[number.last + 1].word
        if unit in _PERIODS and unit not in _MONTHS:
            days = number.low * _PERIODS[unit] / TIMES[words[0]]
            return [Frequency(days, at, number.last + 1)]
    number = amounts.get(at)
    if number is None or number.low <= 0 or number.last + 1 >= len(tokens):
        return []
    behind = tokens[number.last + 1].word
    if behind in ADVERBS and number.low in _SEVERAL and not number.digits:
        return [Frequency(number.low * ADVERBS[behind] / DAY, at, number.last + 1)]
    if behind == "times" and _beside_year(tokens, at, number.last + 1):
        return [Frequency(YEAR / number.low, at, number.last + 1)]
    return _since(tokens, at, number)


def _beside_year(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "in 2022 three times", "four times in 2023"."""
    near = [*tokens[max(first - 1, 0) : first], *tokens[last + 1 : last + 3]]
    return any(_YEAR.fullmatch(token.word) for token in near)


def _since(tokens: Sequence[Token], at: int, number: Number) -> list[Frequency]:
    """ "50 commits since last may": within a year, or in the time since a year named."""
    stop = min(number.last + SINCE_REACH, len(tokens) - 1)
    for since in range(number.last + 1, stop):
        if tokens[since].sentence != tokens[at].sentence or tokens[since].kind == "number":
            break
        month = tokens[min(since + 2, stop)].word if tokens[since + 1].word == "last" else ""
        if tokens[since].word == "since" and month in (*_MONTHS, "year"):
            return [Frequency(YEAR / (2 * number.low), at, since + 2)] if number.low > 2 else []
    return []


def _months(tokens: Sequence[Token]) -> list[Frequency]:
    """ "in march, june, september and december": as often as months are named in a row."""
    found: list[Frequency] = []
    run: list[int] = []
    for at, token in enumerate(tokens):
        near = not run or at - run[-1] <= 2
        if token.word in _NAMED_MONTHS and near:
            run.append(at)
        elif run and at - run[-1] >= 2:
            found += _as_often(run)
            run = [at] if token.word in _NAMED_MONTHS else []
    return [*found, *_as_often(run)]


def _as_often(run: Sequence[int]) -> list[Frequency]:
    return [Frequency(YEAR / len(run), run[0], run[-1])] if len(run) >= FEWEST_MONTHS else []


def _every(tokens: Sequence[Token], at: int, amounts: Mapping[int, Number]) -> list[Frequency]:
    """ "every week", "every other month", "every two to three weeks"."""
    number = amounts.get(at + 1) or amounts.get(at + 2)
    size, unit = 1.0, at + 1
    if unit < len(tokens) and tokens[unit].word in _WHOLE:
        unit += 1
    elif unit < len(tokens) and tokens[unit].word in ("other", "second", "otra"):
        size, unit = 2.0, unit + 1
    elif number is not None and number.first == at + 1:
        size, unit = max(number.low, 0.5), number.last + 1
        if unit < len(tokens) and tokens[unit].word == "of":
            unit += 1
    if unit >= len(tokens) or tokens[unit].word not in _PERIODS:
        return []
    return [Frequency(size * _PERIODS[tokens[unit].word], at, unit)]


def _times(tokens: Sequence[Token], at: int, amounts: Mapping[int, Number]) -> list[Frequency]:
    """ "twice a month", "3 times a week", "52 releases a year"."""
    token = tokens[at]
    number = amounts.get(at)
    if token.word in TIMES:
        low, last = TIMES[token.word], at
    elif number is not None and number.low > 0:
        low, last = number.high or number.low, number.last
    else:
        return []
    stop = min(last + 5, len(tokens))
    for per in range(last + 1, stop):
        if tokens[per].clause != token.clause:
            break
        unit = per + 1
        if tokens[per].word in _PER and unit < len(tokens) and tokens[unit].word in _PERIODS:
            return [Frequency(_PERIODS[tokens[unit].word] / low, at, unit)]
    return []
