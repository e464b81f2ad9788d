"""Numbers as people write them: digits, words, suffixes, ranges, bounds and rough amounts.

Reads "3.5k", "twelve hundred", "a couple thousand", "1 lakh", "15 to 20k", "just shy of a
thousand" and "less than a hundred" into closed ranges with the tokens they came from.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.reading.bounds import Number, bounded
from knowledge.reading.number_words import (
    FINE,
    ONES,
    PLURALS,
    ROUGH,
    ROUGH_ALONE,
    SCALES,
    SMALLEST_SCALE,
    TENS,
)
from knowledge.reading.rough import fraction_of_scale, rough_number
from knowledge.reading.tokens import Token

LARGEST = 1e13
_EXPONENT = re.compile(r"e\d{1,2}$")
_NO_NUMBER = re.compile(r"\d+(?:\.\d+){2,}(?<!\.\d{3})|\d+\.\d{1,2}\.[\d.]+")  # versions, dates
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_LEADING = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}")
MOST_SCALES = 2
MOST_DOUBTED = 3
Join = Callable[[Number, Number, Sequence[Token]], Number | None]
_AND = frozenset(["and", "but", "for", "sure", "definitely", "yet"])


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every number in order, ranges joined and bounds applied; absurd ones are left out."""
    found = [bounded(n, tokens) for n in _ranges(tokens) if (n.high or n.low) < LARGEST]
    return list(_between_bounds(found, tokens))


def _between_bounds(numbers: Sequence[Number], tokens: Sequence[Token]) -> Iterator[Number]:
    """ "more than 5000 less than 8000" is one range, whichever bound comes first."""
    return _merged(numbers, tokens, _within)


def _merged(numbers: Iterable[Number], tokens: Sequence[Token], join: Join) -> Iterator[Number]:
    """The numbers, neighbours that ``join`` makes one of taken together."""
    pending: Number | None = None
    for number in numbers:
        both = pending and join(pending, number, tokens)
        if pending and not both:
            yield pending
        pending = both or number
    if pending:
        yield pending


def _within(left: Number, right: Number, tokens: Sequence[Token]) -> Number | None:
    between = {token.word for token in tokens[left.last + 1 : right.first]}
    same = tokens[left.first].sentence == tokens[right.last].sentence
    if not same or not between <= _AND or {left.bound, right.bound} != {"over", "under"}:
        return None
    over, under = (left, right) if left.bound == "over" else (right, left)
    if under.high is None or over.low >= under.high:
        return None
    return replace(left, low=over.low, high=under.high, last=right.last, bound="")


def _ranges(tokens: Sequence[Token]) -> Iterator[Number]:
    return _merged(_single(tokens), tokens, _joined)


def _single(tokens: Sequence[Token]) -> Iterator[Number]:
    at = 0
    while at < len(tokens):
        number = _plain(tokens, at)
        if number is not None:
            yield number
        at = at + 1 if number is None else number.last + 1


def _joined(left: Number, right: Number, tokens: Sequence[Token]) -> Number | None:
    between = [token.word for token in tokens[left.last + 1 : right.first]]
    before = tokens[left.first - 1].word if left.first else ""
    if tokens[left.first].sentence != tokens[right.last].sentence or right.high is None:
        return None
    is_range = between in (["to"], ["-"], ["a"], ["%", "-"], ["%", "to"], ["until"]) or (
        between in (["and"], ["y"], ["%", "and"]) and before in ("between", "entre")
    )
    glued = right.first > 0 and tokens[right.first - 1].glued
    is_choice = between in (["or"], ["o"]) and left.low < right.low and not glued
    doubt = between in (["maybe"], ["perhaps"], ["possibly"])
    is_doubt = doubt and left.low < right.low <= MOST_DOUBTED * left.low
    if not (is_range or is_choice or is_doubt):
        return None
    low = left.low
    scale = _scale_of(right, tokens)
    if right.scaled and not left.scaled and low < right.low / scale:
        low *= scale
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
    if token.word in ("m", "mil") and token.kind == "word":
        return 1e6 if token.word == "mil" or token.glued else 1.0
    return SCALES.get(token.word, 1.0)


def _plain(tokens: Sequence[Token], at: int) -> Number | None:
    """One amount begun at ``at``, without bounds and ranges."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    rough = rough_number(tokens, at) or fraction_of_scale(tokens, at)
    return rough or _rough(tokens, at) or _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Number | None:
    word, last = tokens[at].word, at
    if _NO_NUMBER.fullmatch(word):
        return None
    if _THOUSANDS.fullmatch(word) and not _fine(tokens, at + 1):
        word = word.replace(".", "")
    elif _LEADING.fullmatch(word) and _set_apart(tokens, at):
        word, last = word + tokens[at + 1].word, at + 1
    value = _digit_value(word)
    scaled = False
    start = at
    at = last
    while last < at + MOST_SCALES and last + 1 < len(tokens) and _scale(tokens[last + 1]) > 1:
        last += 1
        value *= _scale(tokens[last])
        scaled = True
    if last + 1 < len(tokens) and tokens[last + 1].glued and _EXPONENT.match(tokens[last + 1].word):
        last += 1
        value *= 10.0 ** int(tokens[last].word[1:])
        scaled = True
    if tokens[last].word == "k" and last + 1 < len(tokens) and tokens[last + 1].word == "s":
        last += 1
    return Number(value, value, start, last, start, digits=True, scaled=scaled)


def _fine(tokens: Sequence[Token], at: int) -> bool:
    """What follows is measured finely enough for three decimals: "1.125 seconds"."""
    return at < len(tokens) and tokens[at].word in FINE


def _set_apart(tokens: Sequence[Token], at: int) -> bool:
    """ "1 300": thousands grouped by a space."""
    if at + 1 >= len(tokens) or not _GROUP.fullmatch(tokens[at + 1].word):
        return False
    return tokens[at + 1].start == tokens[at].end + 1 and not tokens[at].glued


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
    if skip and head in SCALES and head not in ("score", "k"):
        return _scaled_words(tokens, at + 1, 1.0, start)
    return None


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    """ "twelve hundred", "three thousand two hundred and five", "ninety two point five"."""
    if tokens[at].word in ("mil", "cien", "thousand"):
        return _scaled_words(tokens, at, 1.0, at)
    plain = _below_hundred(tokens, at)
    if plain is None:
        return None
    value, last = plain.low, plain.last
    ending = [token.word for token in tokens[last + 1 : last + 4]]
    if ending[:1] == ["point"] and len(ending) > 1 and ending[1] in ONES:
        value, last = value + ONES[ending[1]] / 10, last + 2
    if ending == ["and", "a", "half"]:
        value, last = value + 0.5, last + 3
    return _scaled_words(tokens, last + 1, value, at) or Number(value, value, at, last, at)


def _below_hundred(tokens: Sequence[Token], at: int) -> Number | None:
    """ "seven", "thirty-eight"."""
    word = tokens[at].word
    if word not in ONES and word not in TENS:
        return None
    value, last = float(ONES.get(word, TENS.get(word, 0))), at
    if word in TENS and at + 1 < len(tokens) and 0 < ONES.get(tokens[at + 1].word, 0) < 10:
        value, last = value + ONES[tokens[at + 1].word], at + 1
    return Number(value, value, at, last, at)


def _scaled_words(tokens: Sequence[Token], at: int, value: float, first: int) -> Number | None:
    """``value`` already read, a scale word at ``at``; reads on through smaller parts."""
    if at >= len(tokens) or tokens[at].word not in SCALES:
        return None
    last = at
    value *= SCALES[tokens[at].word]
    while last < at + MOST_SCALES and last + 1 < len(tokens) and tokens[last + 1].word in SCALES:
        last += 1
        value *= SCALES[tokens[last].word]
    value, last = _with_rest(tokens, value, last, SCALES[tokens[at].word])
    if last + 1 < len(tokens) and SCALES.get(tokens[last + 1].word, 0) >= 1000 > value:
        return _scaled_words(tokens, last + 1, value, first)
    if [token.word for token in tokens[last + 1 : last + 4]] == ["and", "a", "half"]:
        value, last = value + SCALES[tokens[last].word] / 2, last + 3
    return Number(value, value, first, last, first, scaled=True)


def _with_rest(tokens: Sequence[Token], value: float, last: int, scale: float) -> tuple[float, int]:
    """ "… hundred and twenty": the smaller part that follows; "eight grand and two weeks" is two
    amounts."""
    if tokens[last].word in ("grand", "k", "mil"):
        return value, last
    at = last + 2 if last + 1 < len(tokens) and tokens[last + 1].word == "and" else last + 1
    if at < len(tokens) and tokens[at].word in ONES | TENS and value >= SMALLEST_SCALE:
        rest = _below_hundred(tokens, at) if scale == SMALLEST_SCALE else _words(tokens, at)
        if rest and rest.high is not None and rest.high < scale:
            return value + rest.low, rest.last
    return value, last
