"""Numbers as people write them: digits, words, suffixes, ranges, bounds and rough amounts.

Reads "3.5k", "twelve hundred", "a couple thousand", "1 lakh", "15 to 20k", "just shy of a
thousand" and "less than a hundred" into closed ranges with the tokens they came from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.bounds import Number, bounded
from knowledge.reading.number_words import (
    ONES,
    PLURALS,
    ROUGH,
    ROUGH_ALONE,
    SCALES,
    SMALLEST_SCALE,
    TENS,
)
from knowledge.reading.tokens import Token

LARGEST = 1e13
_EXPONENT = re.compile(r"e\d{1,2}$")
MOST_SCALES = 2


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every number in order, ranges joined and bounds applied; absurd ones are left out."""
    return [bounded(n, tokens) for n in _ranges(tokens) if (n.high or n.low) < LARGEST]


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
    if right.scaled and not left.scaled and low < SMALLEST_SCALE <= right.low:
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
    if skip and head in SCALES and head not in ("score", "k"):
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
    if (
        tokens[at].word in TENS
        and last + 1 < len(tokens)
        and 0 < ONES.get(tokens[at + 1].word, 0) < 10
    ):
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
    while last < at + MOST_SCALES and last + 1 < len(tokens) and tokens[last + 1].word in SCALES:
        last += 1
        value *= SCALES[tokens[last].word]
    rest_at = last + 2 if last + 1 < len(tokens) and tokens[last + 1].word == "and" else last + 1
    if rest_at < len(tokens) and tokens[rest_at].word in ONES | TENS and value >= 100:
        rest = _words(tokens, rest_at)
        if rest and rest.high is not None and rest.high < SCALES[tokens[at].word]:
            value, last = value + rest.low, rest.last
    return Number(value, value, first, last, first, scaled=True)
