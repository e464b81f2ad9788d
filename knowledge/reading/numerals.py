"""Numbers as people write them: digits, words, suffixes, ranges, bounds and rough amounts.

Reads "3.5k", "twelve hundred", "a couple thousand", "1 lakh", "15 to 20k", "just shy of a
thousand" and "less than a hundred" into closed ranges with the tokens they came from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.reading.tokens import Token

ONES = {
    word: value
    for value, words in enumerate(
        "zero one|un|uno|una two|dos three|tres four|cuatro five|cinco six|seis seven|siete "
        "eight|ocho nine|nueve ten|diez eleven twelve|doce thirteen|trece fourteen|catorce "
        "fifteen|quince sixteen seventeen eighteen nineteen".split()
    )
    for word in words.split("|")
}
TENS = {
    word: 10 * value
    for value, words in enumerate(
        "twenty|veinte thirty|treinta forty|fourty|cuarenta fifty|cincuenta sixty|sesenta "
        "seventy|setenta eighty|ochenta ninety|noventa".split(),
        start=2,
    )
    for word in words.split("|")
}
SCALES = {
    "hundred": 100.0, "cien": 100.0, "gross": 144.0, "dozen": 12.0, "dozens": 12.0, "score": 20.0,
    "thousand": 1e3, "k": 1e3, "grand": 1e3, "mil": 1e3, "tausend": 1e3, "thou": 1e3,
    "lakh": 1e5, "lac": 1e5, "lakhs": 1e5, "crore": 1e7, "million": 1e6, "mn": 1e6, "mio": 1e6,
    "millones": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
PLURALS = {
    "tens": (10, 90), "dozens": (24, 96), "hundreds": (100, 900), "thousands": (1_000, 9_000),
    "lakhs": (2e5, 9e5), "millions": (1e6, 9e6), "billions": (1e9, 9e9), "miles": (1_000, 9_000),
}  # fmt: skip
ROUGH = {"couple": (1.5, 2.5), "few": (2.0, 5.0), "several": (3.0, 9.0), "handful": (3.0, 9.0)}
ROUGH_ALONE = {"couple": (2, 2), "few": (3, 5), "several": (3, 9), "handful": (3, 9)}
NUMERALS = frozenset({*ONES, *TENS, *SCALES, *PLURALS})
ABOUT = (
    "about|around|roughly|approximately|approx|circa|ca|~|maybe|perhaps|like|some|say|probably|"
    "something like|in the region of|in the ballpark of|ballpark|more or less|somewhere around|"
    "unos|unas|ungefahr|environ|order of"
)
NEARLY = (
    "just shy of|shy of|nearly|almost|just under|just below|not quite|a bit under|slightly under|"
    "a little under|close to|a shade under|a touch under|a hair under|coming up on|bit less than|"
    "slightly less than|just short of"
)
UNDER = (
    "less than|fewer than|under|below|no more than|at most|up to|max|maximum|not more than|<|"
    "not even|well under|far below|within|in under|lower than|menos de|≤|upwards to|tops|as many as"
)
OVER = (
    "more than|over|above|at least|north of|upwards of|greater than|no less than|no fewer than|>|"
    "minimum|min|exceeding|past|beyond|well over|not less than|mas de|≥|in excess of|"
    "bigger than|higher than|better than"
)
SLIGHTLY_OVER = "just over|a bit over|slightly over|slightly more than|a little over|a bit more than"
AFTER_OVER = "+|plus|or more|and up|and counting|at least|minimum|or better|or higher|or above"
AFTER_UNDER = "or less|or fewer|at most|max|tops|maximum|or under|or below|or lower"
AFTER_ABOUT = "ish|or so|give or take|odd|or thereabouts|more or less|mas o menos|approximately"


@dataclass(frozen=True, slots=True)
class Number:
    """A closed range (``high`` None: open) read from the tokens ``first``..``last``.

    ``core`` is the first token of the bare number, after "about" or "less than".
    ``bound`` is ``over``, ``under``, ``about``, ``rough`` or empty for an exact amount.
    """

    low: float
    high: float | None
    first: int
    last: int
    core: int
    bound: str = ""
    digits: bool = False
    scaled: bool = False


def _phrases(source: str) -> tuple[tuple[str, ...], ...]:
    split = [tuple(phrase.split()) for phrase in source.split("|")]
    return tuple(sorted(split, key=len, reverse=True))


_BEFORE = [
    ("nearly", _phrases(NEARLY)), ("slightly", _phrases(SLIGHTLY_OVER)), ("under", _phrases(UNDER)),
    ("over", _phrases(OVER)), ("about", _phrases(ABOUT)),
]  # fmt: skip
_AFTER = [
    ("over", _phrases(AFTER_OVER)),
    ("under", _phrases(AFTER_UNDER)),
    ("about", _phrases(AFTER_ABOUT)),
]


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every number in order, ranges joined and bounds applied."""
    return [bounded(number, tokens) for number in _ranges(tokens)]


def _ranges(tokens: Sequence[Token]) -> Iterator[Number]:
    pending: Number | None = None
    at = 0
    while at < len(tokens):
        number = _plain(tokens, at)
        if number is None:
            at += 1
            continue
        at = number.last + 1
        joined = pending and _joined(pending, number, tokens)
        if joined:
            pending = joined
            continue
        if pending:
            yield pending
        pending = number
    if pending:
        yield pending


def _joined(left: Number, right: Number, tokens: Sequence[Token]) -> Number | None:
    between = [token.word for token in tokens[left.last + 1 : right.first]]
    before = tokens[left.first - 1].word if left.first else ""
    if tokens[left.first].sentence != tokens[right.last].sentence or right.high is None:
        return None
    is_range = between in (["to"], ["-"], ["a"], ["%", "-"], ["%", "to"], ["until"]) or (
        between in (["and"], ["y"], ["%", "and"]) and before in ("between", "entre")
    )
    is_choice = between in (["or"], ["o"]) and left.low < right.low
    if not (is_range or is_choice):
        return None
    low = left.low
    if right.scaled and not left.scaled and right.low >= 1000 and low < 1000:
        low *= _scale_of(right, tokens)
    if low > right.high:
        return None
    return replace(left, low=low, high=right.high, last=right.last, scaled=right.scaled,
                   digits=left.digits and right.digits)  # fmt: skip


def _scale_of(number: Number, tokens: Sequence[Token]) -> float:
    scale = 1.0
    for token in tokens[number.first : number.last + 1]:
        scale *= _scale(token)
    return scale


def _scale(token: Token) -> float:
    if token.word == "m" and token.glued:
        return 1e6
    return SCALES.get(token.word, 1.0)


def _plain(tokens: Sequence[Token], at: int) -> Number | None:
    """One amount begun at ``at``, without bounds and ranges."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    return _rough(tokens, at) or _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Number:
    value = _digit_value(tokens[at].word)
    last = at
    scaled = False
    while last + 1 < len(tokens) and _scale(tokens[last + 1]) > 1:
        last += 1
        value *= _scale(tokens[last])
        scaled = True
    if tokens[last].word == "k" and last + 1 < len(tokens) and tokens[last + 1].word == "s":
        last += 1
    return Number(value, value, at, last, at, digits=True, scaled=scaled)


def _digit_value(word: str) -> float:
    """``4,200`` and ``1,00,000`` group with commas, ``3.5`` is a decimal, ``10.000`` groups."""
    parts = word.split(",")
    if len(parts) == 2 and len(parts[1]) != 3 and "." not in word:
        return float(f"{parts[0]}.{parts[1]}")
    plain = "".join(parts)
    groups = plain.split(".")
    if len(groups) > 2 or (len(groups) == 2 and groups[1] == "000"):
        return float("".join(groups))
    return float(plain)


def _rough(tokens: Sequence[Token], at: int) -> Number | None:
    """ "a couple thousand", "tens of thousands", "half a million", "dozens"."""
    words = [token.word for token in tokens[at : at + 6]]
    start = at
    if words[0] == "half" and len(words) > 2 and words[1] in ("a", "an") and words[2] in SCALES:
        value = SCALES[words[2]] / 2
        return Number(value, value, start, at + 2, start, scaled=True)
    skip = 1 if words[0] in ("a", "an", "some") else 0
    if len(words) <= skip:
        return None
    head = words[skip]
    after = skip + 1 + (1 if words[skip + 1 : skip + 2] == ["of"] else 0)
    following = words[after] if after < len(words) else ""
    if head in ROUGH and following in SCALES | PLURALS:
        scale = SCALES.get(following) or PLURALS[following][0]
        low, high = ROUGH[head]
        return Number(low * scale, high * scale, start, at + after, start, "rough", scaled=True)
    if head in ROUGH and (skip or head != "few"):
        low, high = ROUGH_ALONE[head]
        return Number(low, high, start, at + skip, start, "rough")
    if skip == 0 and head in PLURALS and head not in ("miles",):
        low, high = PLURALS[head]
        if words[1:2] == ["of"] and len(words) > 2 and words[2] in PLURALS:
            scale = PLURALS[words[2]][0]
            return Number(low * scale, high * scale, start, at + 2, start, "rough", scaled=True)
        return Number(low, high, start, at, start, "rough", scaled=True)
    if skip and head in SCALES and head != "score" and head != "k":
        return _scaled_words(tokens, at + 1, 1.0, start)
    return None


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    """ "twelve hundred", "three thousand two hundred and five", "ninety two point five"."""
    if tokens[at].word == "mil" or tokens[at].word == "cien":
        return _scaled_words(tokens, at, 1.0, at)
    if tokens[at].word not in ONES and tokens[at].word not in TENS:
        return None
    value = float(ONES.get(tokens[at].word, TENS.get(tokens[at].word, 0)))
    last = at
    if tokens[at].word in TENS and last + 1 < len(tokens) and 0 < ONES.get(tokens[at + 1].word, 0) < 10:
        value += ONES[tokens[at + 1].word]
        last += 1
    ending = [token.word for token in tokens[last + 1 : last + 4]]
    if ending[:1] == ["point"] and len(ending) > 1 and ending[1] in ONES:
        return Number(value + ONES[ending[1]] / 10, value + ONES[ending[1]] / 10, at, last + 2, at)
    if ending == ["and", "a", "half"]:
        value, last = value + 0.5, last + 3
    return _scaled_words(tokens, last + 1, value, at) or Number(value, value, at, last, at)


def _scaled_words(tokens: Sequence[Token], at: int, value: float, first: int) -> Number | None:
    """``value`` already read, a scale word at ``at``; reads on through smaller parts."""
    if at >= len(tokens) or tokens[at].word not in SCALES:
        return None
    last = at
    value *= SCALES[tokens[at].word]
    while last + 1 < len(tokens) and tokens[last + 1].word in SCALES:
        last += 1
        value *= SCALES[tokens[last].word]
    rest_at = last + 2 if last + 1 < len(tokens) and tokens[last + 1].word == "and" else last + 1
    if rest_at < len(tokens) and tokens[rest_at].word in ONES | TENS and value >= 100:
        rest = _words(tokens, rest_at)
        if rest and rest.high is not None and rest.high < SCALES[tokens[at].word]:
            value, last = value + rest.low, rest.last
    return Number(value, value, first, last, first, scaled=True)


def bounded(number: Number, tokens: Sequence[Token]) -> Number:
    """The number with the bound said around it: "less than", "or so", "+"."""
    bound, first = _before(number, tokens)
    after, last = _after(number, tokens)
    if after in ("over", "under") or not bound:
        bound = after or bound
    number = replace(number, first=first, last=last)
    low, high = number.low, number.high if number.high is not None else number.low
    step = 1.0 if low == int(low) and high >= 3 else 0.0
    match bound:
        case "nearly":
            return replace(number, low=0.9 * low, high=max(high - step, 0.9 * low), bound="nearly")
        case "slightly":
            return replace(number, low=low + step, high=1.1 * high, bound="about")
        case "under":
            return replace(number, low=0.0, high=high, bound="under")
        case "over":
            return replace(number, low=low, high=None, bound="over")
        case "about":
            return replace(number, bound=number.bound or "about")
    return number


def _before(number: Number, tokens: Sequence[Token]) -> tuple[str, int]:
    """The bound said before the number and the first token of it."""
    for size in (4, 3, 2, 1):
        start = number.first - size
        if start < 0 or tokens[start].sentence != tokens[number.first].sentence:
            continue
        said = tuple(token.word for token in tokens[start : number.first])
        for bound, phrases in _BEFORE:
            if said in phrases:
                outer = replace(number, first=start)
                wider = _before(outer, tokens) if bound == "about" else (bound, start)
                return (wider[0] or bound, wider[1])
    return "", number.first


def _after(number: Number, tokens: Sequence[Token]) -> tuple[str, int]:
    for size in (3, 2, 1):
        stop = number.last + size
        if stop >= len(tokens) or tokens[stop].sentence != tokens[number.last].sentence:
            continue
        said = tuple(token.word for token in tokens[number.last + 1 : stop + 1])
        for bound, phrases in _AFTER:
            if said in phrases:
                return bound, stop
    return "", number.last
