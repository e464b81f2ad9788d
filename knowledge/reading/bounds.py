"""What bounds a number: "less than", "just shy of", "or so", "+"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.reading import number_words as say
from knowledge.reading.tokens import Token


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
    ("nearly", _phrases(say.NEARLY)),
    ("slightly", _phrases(say.SLIGHTLY_OVER)),
    ("under", _phrases(say.UNDER)),
    ("over", _phrases(say.OVER)),
    ("about", _phrases(say.ABOUT)),
]
_AFTER = [
    ("over", _phrases(say.AFTER_OVER)),
    ("under", _phrases(say.AFTER_UNDER)),
    ("about", _phrases(say.AFTER_ABOUT)),
]


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
