"""Two accuracies in a question: in figures, in words, as ranges, as so many out of so many."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
TENS = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
PARTS = {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
# Below this a number is hardly the accuracy of anything.
LEAST = 0.3

_UNIT = "|".join(UNITS)
_COUNT = rf"\d{{1,3}}|(?:{_UNIT})"
IN_WORDS = re.compile(rf"\b({'|'.join(TENS[1:])})(?:[\s-]+({'|'.join(UNITS[:9])}))?\b", re.I)
OUT_OF = re.compile(rf"\b({_COUNT})\s+(?:out\s+of|of|in)\s+({_COUNT})\b", re.I)
FRACTION = re.compile(rf"\b({_UNIT})[\s-]+({'|'.join(PARTS)})\b", re.I)
NUMBER = re.compile(
    r"(?<![\w.,/$€£])(0?\.\d+|\d{2,3}(?:\.\d+)?)(\s*(?:%|percent\b|per cent\b))?(?![\w/$€£])"
)
OTHER_UNIT = re.compile(
    r"\s*(?:[k$€£]|(?:more |labell?ed |test )?(?:examples?|samples?|cases|items|rows|requests)|"
    r"weeks?|months?|calls?|tokens?|days?|hours?|people|dollars?|points?|ms\b|seconds?)",
    re.I,
)
DASH = re.compile(r"\s*[-–—]\s*")
LOOSE = re.compile(r"\s*(?:to|and|or)\s*", re.I)
BETWEEN = re.compile(r"\bbetween\s*$", re.I)
NEEDED = re.compile(
    r"\b(need\w*|requir\w+|want|wanted|wants|target|goal|demand\w*|asked?|must|necessary|"
    r"threshold|aim\w*)\b",
    re.I,
)
CLAUSE = re.compile(r"[,.;]\s|\b(?:and|but|we)\b")
PAIR = 2
FAR = 10


class Share(NamedTuple):
    """An accuracy between 0 and 1, or a range of them."""

    low: float
    high: float

    def words(self) -> str:
        """In percent: ``72 %`` or ``70–75 %``."""
        low, high = (f"{round(100 * end, 1):g}" for end in self)
        return f"{low} %" if low == high else f"{low}–{high} %"


class _Said(NamedTuple):
    share: Share
    start: int
    end: int


def shares(question: str) -> tuple[Share, Share] | None:
    """The measured and the needed accuracy, None unless exactly these two are stated.

    Which is which is told by words of need beside them; without any the higher one is needed.
    """
    text = _in_figures(question)
    found = _ranges(text, list(_numbers(text)))
    if len(found) != PAIR or not _about_accuracy(text):
        return None
    first, second = found
    needed = _needed(text, found) or (first if first.share > second.share else second)
    return (second.share, first.share) if needed is first else (first.share, second.share)


def _needed(text: str, found: Sequence[_Said]) -> _Said | None:
    """The one a word of need stands nearest to; None without such a word."""
    distances = [
        (_distance(text, word.span(), said), -said.start, said)
        for word in NEEDED.finditer(text)
        for said in found
    ]
    return min(distances)[2] if distances else None


def _distance(text: str, word: tuple[int, int], said: _Said) -> int:
    """In characters; what lies beyond a comma or a full stop is far."""
    between = text[word[1] : said.start] if word[1] <= said.start else text[said.end : word[0]]
    return len(between) + FAR * len(CLAUSE.findall(between))


def _in_figures(text: str) -> str:
    text = FRACTION.sub(lambda m: _percent(_count(m[1]), PARTS[m[2].lower()], m[0]), text)
    text = OUT_OF.sub(lambda m: _percent(_count(m[1]), _count(m[2]), m[0]), text)
    return IN_WORDS.sub(lambda m: str(_tens(m[1]) + (_count(m[2]) if m[2] else 0)), text)


def _percent(part: int, whole: int, said: str) -> str:
    return f"{round(100 * part / whole, 1):g}%" if 0 < part <= whole else said


def _count(word: str) -> int:
    return int(word) if word.isdigit() else UNITS.index(word.lower()) + 1


def _tens(word: str) -> int:
    return 10 * (TENS.index(word.lower()) + 1)


def _numbers(text: str) -> Iterator[_Said]:
    for match in NUMBER.finditer(text):
        number = float(match[1])
        share = round(number if number <= 1 else number / 100, 6)
        other = not match[2] and OTHER_UNIT.match(text, match.end())
        if LEAST <= share <= 1 and not other:
            yield _Said(Share(share, share), match.start(), match.end())


def _ranges(text: str, found: list[_Said]) -> list[_Said]:
    """Two numbers of one range made one: "70-75", and "70 to 75" where a third one stands."""
    for one, other in pairwise(found):
        link = text[one.end : other.start]
        loose = LOOSE.fullmatch(link) and (len(found) > PAIR or BETWEEN.search(text[: one.start]))
        if (DASH.fullmatch(link) or loose) and one.share < other.share:
            whole = _Said(Share(one.share.low, other.share.high), one.start, other.end)
            at = found.index(one)
            return _ranges(text, [*found[:at], whole, *found[at + PAIR :]])
    return found


def _about_accuracy(text: str) -> bool:
    return "%" in text or "percent" in text.lower() or bool(NEEDED.search(text))
