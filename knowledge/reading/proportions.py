"""Shares said without a percent sign: "three out of four", "164 of 200 right", "high eighties"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.bounds import Number, bounded
from knowledge.reading.number_words import DECADES, PARTS, TENS
from knowledge.reading.outcomes import says_outcome, tells_wrong
from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token
from knowledge.reading.units import MONEY, PERCENT, RIGHT, SECONDS, TOKENS

MOST_WHOLE = 1000
PLAIN_WHOLE = 100
NOUN_WORDS = 4
LEAST_DECADE, MOST_DECADE = 30, 90
DECADE_PLACES = {
    "low": (0, 4), "lower": (0, 4), "mid": (3, 7), "middle": (3, 7), "high": (6, 9),
    "upper": (6, 9), "in": (0, 9), "the": (0, 9),
}  # fmt: skip
_ARTICLES = frozenset(["the", "our", "my", "all", "every", "those", "these", "about", "a"])
_UNITS = PERCENT | MONEY | TOKENS | frozenset(SECONDS)
_TIMES = frozenset(["times", "time", "cases"])
_BY = frozenset(["out", "outta", "in", "of", "/", "per", "from", "every"])


def find_proportions(tokens: Sequence[Token], numbers: Sequence[Number]) -> list[Quantity]:
    """Every share in order, none within another."""
    found = [
        *_ratios(tokens, numbers),
        *_parts(tokens, numbers),
        *_ordinal_parts(tokens),
        *_decades(tokens),
        *_nines(tokens, numbers),
    ]
    kept: list[Quantity] = []
    for share in sorted(found, key=lambda q: (q.first, -q.last)):
        if not kept or share.first > kept[-1].last:
            kept.append(share)
    return kept


def _share(low: float, high: float, number: Number, last: int, composed: str = "") -> Quantity:
    return Quantity("share", low, high, number.first, last, number, composed=composed)


def _ratios(tokens: Sequence[Token], numbers: Sequence[Number]) -> Iterator[Quantity]:
    """ "9/10", "three out of four", "164 of our 200 letters right", "once in fifty"."""
    by_first = {number.core: number for number in numbers}
    for part in (*numbers, *_once(tokens)):
        at, gap = _connector(tokens, part)
        whole = by_first.get(at) or (by_first.get(at - 1) if gap[-1:] == ["a"] else None)
        most = part.low if part.high is None else part.high
        if whole is None or whole.low <= 0 or most > whole.low or gap[0] in _UNITS:
            continue
        behind = tokens[whole.last + 1].word if whole.last + 1 < len(tokens) else ""
        if gap == ["/"] and behind in SECONDS:
            seconds = part.low / whole.low * SECONDS[behind]
            yield Quantity("duration", seconds, seconds, part.first, whole.last + 1, part)
        elif _is_ratio(tokens, part, whole, gap):
            wrong = tells_wrong(tokens, part.first, whole.last)
            share = _share(part.low / whole.low, most / whole.low, part, whole.last, "share")
            yield replace(share, wrong=wrong)


def _once(tokens: Sequence[Token]) -> Iterator[Number]:
    for at, token in enumerate(tokens):
        if token.word == "once":
            yield Number(1.0, 1.0, at, at, at)


def _connector(tokens: Sequence[Token], part: Number) -> tuple[int, list[str]]:
    """Where the whole would begin, and the words between."""
    for at in range(part.last + 1, min(part.last + 1 + NOUN_WORDS, len(tokens))):
        if tokens[at].segment != tokens[part.last].segment or tokens[at].kind == "number":
            break
        if tokens[at].word not in _BY:
            continue
        stop = at + 1
        while stop < len(tokens) and tokens[stop].word in _ARTICLES | {"of"}:
            stop += 1
        return stop, [token.word for token in tokens[part.last + 1 : stop]]
    return -1, []


def _is_ratio(tokens: Sequence[Token], part: Number, whole: Number, gap: list[str]) -> bool:
    said = set(gap)
    adjacent = len(gap) == 1
    out_of = bool(said & {"out", "outta"})
    times = gap[0] in _TIMES or tokens[part.core].word == "once"
    judged = says_outcome(tokens, part.first, whole.last)
    if gap == ["/"] and part.bound:
        return False
    if gap == ["/"]:
        unit = whole.last + 1 < len(tokens) and tokens[whole.last + 1].word in ("%", "percent")
        return not unit and (part.low < whole.low or judged) and (judged or whole.low <= MOST_WHOLE)
    if "per" in said or "from" in said:
        return judged and whole.low >= PLAIN_WHOLE and not out_of
    if "every" in said and not out_of and not times:
        return False
    if part.low == whole.low and not out_of:
        return False
    if adjacent and "of" in said and part.low == 1 and not part.digits:
        return False
    worded = "in" in said and not whole.digits and part.low < PLAIN_WHOLE
    plain = (
        out_of or times or worded or (adjacent and whole.low <= PLAIN_WHOLE and not whole.scaled)
    )
    return judged or (plain and whole.low <= MOST_WHOLE)


def _parts(tokens: Sequence[Token], numbers: Sequence[Number]) -> Iterator[Quantity]:
    """ "three quarters", "two thirds", "a third of the time", "half right"."""
    by_end = {number.last: number for number in numbers}
    for at, token in enumerate(tokens):
        size = PARTS.get(token.word)
        if size is None:
            continue
        behind = [t.word for t in tokens[at + 1 : at + 4]]
        counted = by_end.get(at - 1)
        if counted and 1 <= counted.low < size and counted.core == at - 1 and not counted.scaled:
            period = token.word in ("quarter", "quarters") and (
                counted.digits or counted.low != size - 1
            )
            if period and behind[:1] != ["of"] and not set(behind[:1]) & RIGHT:
                continue
            yield _share(counted.low / size, counted.low / size, counted, at)
            continue
        first = at - 1 if at and tokens[at - 1].word in ("a", "an", "one") else at
        if first == at and token.word != "half":
            continue
        timely = behind[:1] == ["the"] and behind[1:2] in (["time"], ["times"], ["cases"])
        of_all = behind[:2] == ["of", "the"] and behind[2:3] in (["time"], ["times"], ["cases"])
        if token.word == "half" and behind[:1] == ["a"] and set(behind[1:2]) & PERCENT:
            yield _share(0.005, 0.005, Number(0.5, 0.5, at, at, at), at + 2)
        elif set(behind[:1]) & RIGHT or timely or of_all:
            number = bounded(Number(1 / size, 1 / size, first, at, first), tokens)
            wrong = tells_wrong(tokens, first, at)
            yield replace(_share(number.low, number.high or 1.0, number, at), wrong=wrong)


def _ordinal_parts(tokens: Sequence[Token]) -> Iterator[Quantity]:
    """ "every tenth answer is nonsense", where something is judged."""
    for at, token in enumerate(tokens[1:], start=1):
        size = PARTS.get(token.word, 0)
        if tokens[at - 1].word not in ("every", "each") or size < 3:
            continue
        if says_outcome(tokens, at, at):
            number = Number(1 / size, 1 / size, at - 1, at, at - 1)
            wrong = tells_wrong(tokens, at, at)
            yield replace(_share(1 / size, 1 / size, number, at), wrong=wrong)


def _nines(tokens: Sequence[Token], numbers: Sequence[Number]) -> Iterator[Quantity]:
    """ "four nines": 0.9999."""
    for number in numbers:
        at = number.last + 1
        if at < len(tokens) and tokens[at].word == "nines" and number.low in (2, 3, 4, 5):
            share = round(1 - 10.0**-number.low, 6)
            yield _share(share, share, number, at)


def _decades(tokens: Sequence[Token]) -> Iterator[Quantity]:
    """ "high eighties", "mid-90s", "in the seventies", "70-something percent"."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1].word if at else ""
        low, last = _decade(tokens, at)
        if not LEAST_DECADE <= low <= MOST_DECADE:
            continue
        something = tokens[last].word == "something"
        named = token.word in DECADES
        if not (something or named or before in DECADE_PLACES):
            continue
        if before == "in" or (before == "the" and at > 1 and tokens[at - 2].word in ("since",)):
            continue
        behind = [t.word for t in tokens[last + 1 : last + 3]]
        span = DECADE_PLACES.get(before) or DECADE_PLACES["the"]
        first = at - (before in DECADE_PLACES and before not in ("in", "the"))
        number = Number((low + span[0]) / 100, (low + span[1]) / 100, first, last, at, "about")
        last += behind[:1] in (["%"], ["percent"])
        yield replace(_share(number.low, number.high or 1.0, number, last), first=first)


def _decade(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The decade begun at ``at`` and its last token: "eighties", "80s", "70-something"."""
    word = tokens[at].word
    if word in DECADES:
        return DECADES[word], at
    value = int(word) if word.isdigit() and len(word) == 2 else TENS.get(word, 0)
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if value % 10 or behind is None:
        return 0, at
    if behind.word == "something" or (behind.word == "s" and behind.glued):
        return value, at + 1
    return 0, at
