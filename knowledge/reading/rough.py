"""Numbers said by their size only: "seven figures", "a quarter million", "a baker's dozen"."""

from collections.abc import Sequence

from knowledge.reading.bounds import Number
from knowledge.reading.number_words import NOTHING, ONES, PARTS, SCALES
from knowledge.reading.tokens import Token

LEAST_OF_SCALE = 100
MOST_FIGURES = 10
PLACES = {
    "low": (1.0, 3.0), "lower": (1.0, 3.0), "mid": (4.0, 6.0), "middle": (4.0, 6.0),
    "high": (7.0, 10.0), "upper": (7.0, 10.0), "solid": (3.0, 10.0),
}  # fmt: skip
ANYWHERE = (1.0, 10.0)
_FIGURES = frozenset(["figure", "figures", "digit", "digits"])


def rough_number(tokens: Sequence[Token], at: int) -> Number | None:
    """ "low six figures", "a baker's dozen", "a goose egg", or None where none begins."""
    words = [token.word for token in tokens[at : at + 4]]
    article = words[0] in ("a", "an")
    rest = words[article:]
    if rest[:2] == ["bakers", "dozen"]:
        return _exactly(13.0, at, at + article + 1)
    if rest[:2] == ["goose", "egg"] or (not article and words[0] in NOTHING):
        return _exactly(0.0, at, at + article + (rest[0] == "goose"))
    if rest[:1] == ["thousand"] and rest[1:3] == ["and", "change"]:
        return Number(1000.0, 1200.0, at, at + article + 2, at, "rough", scaled=True)
    return _figures(tokens, at)


def _exactly(value: float, first: int, last: int) -> Number:
    return Number(value, value, first, last, first)


def _figures(tokens: Sequence[Token], at: int) -> Number | None:
    """ "seven figures", "mid five figures", "a four-digit number"."""
    placed = tokens[at].word in PLACES
    core = at + placed
    if core + 1 >= len(tokens) or tokens[core + 1].word not in _FIGURES:
        return None
    count = figure_count(tokens[core])
    if not 1 < count <= MOST_FIGURES:
        return None
    behind = tokens[core + 2].word if core + 2 < len(tokens) else ""
    low, high = PLACES.get(tokens[at].word) or PLACES.get(behind) or ANYWHERE
    unit = 10.0 ** (count - 1)
    last = core + 1 + (not placed and behind in PLACES)
    return Number(low * unit, high * unit - 1, at, last, core, "rough", scaled=True)


def figure_count(token: Token) -> int:
    """How many figures: "seven" or "7"; 0 when the token is no small whole number."""
    if token.kind == "number":
        return int(token.word) if token.word.isdigit() and len(token.word) <= 2 else 0
    return ONES.get(token.word, 0)


def fraction_of_scale(tokens: Sequence[Token], at: int) -> Number | None:
    """ "a quarter of a million", "quarter million", "three quarters of a million"."""
    word = tokens[at].word
    count = 1 if word in ("a", "an", "one") else ONES.get(word, 0)
    part = at + bool(count)
    if part >= len(tokens) or tokens[part].word not in PARTS:
        return None
    size = PARTS[tokens[part].word]
    behind = [token.word for token in tokens[part + 1 : part + 4]]
    skip = 2 if behind[:2] in (["of", "a"], ["of", "one"]) else 1 if behind[:1] == ["a"] else 0
    scale = SCALES.get(behind[skip], 0.0) if skip < len(behind) else 0.0
    scale = 1e6 if behind[skip : skip + 1] == ["mil"] else scale
    if scale < LEAST_OF_SCALE or (count or 1) >= size or behind[skip] in ("score", "dozens"):
        return None
    value = (count or 1) * scale / size
    return Number(value, value, at, part + 1 + skip, at, scaled=True)
