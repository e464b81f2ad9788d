"""Numbers put together or taken away: "450, plus another 900", "4,000 minus the 700", "five points
short of 90"."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token

MOST_POINTS = 50
NEAR = 4
BETWEEN = 9
LEAST = 10
THOUSAND = 1000
_ADDED = frozenset(["+", "plus", "another", "additional", "further"])
_MINUS = frozenset(["minus", "less"])
_SPLITS_SAID = """
train training val validation test dev holdout positive positives negative negatives good bad
opex capex ok defective
"""
_SPLITS = frozenset(_SPLITS_SAID.split())
_USELESS_SAID = """
useless worthless unusable duplicates broken junk garbage deleted removed discarded empty invalid
outdated corrupt unreadable
"""
_USELESS = frozenset(_USELESS_SAID.split())
_REMOVED = frozenset(
    ["lost", "threw", "thrown", "ate", "pulled", "deleted", "dropped", "discarded", "removed",
     "scrapped", "binned", "tossed", "excluded"]
)  # fmt: skip
_SPOILED = _USELESS | frozenset(
    ["without", "unlabelled", "unlabeled", "raw", "rubbish", "silver", "untouched", "worthless"]
)
_PROMPT_PARTS = frozenset(["instruction", "instructions", "schema", "examples", "rules", "persona"])
_POINTS = frozenset(["points", "point", "pts", "pp", "percentage"])
_SHORT = frozenset(["short", "below", "under", "off", "shy", "behind", "from", "away", "beneath"])
_ABOVE = frozenset(["better", "above", "over", "higher", "beyond", "more"])
_SUMMED = ("count", "tokens", "money")


def with_sums(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with those added up or taken away that the words add up or take away."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        made = before and (
            _less(tokens, before, quantity)
            or _but(tokens, before, quantity)
            or _sum(tokens, before, quantity)
        )
        if made:
            kept[-1] = made
        else:
            kept.append(quantity)
    return _with_points(tokens, kept)


def _between(tokens: Sequence[Token], a: Quantity, b: Quantity) -> list[str]:
    return [token.word for token in tokens[a.last + 1 : b.number.core]]


def _behind(tokens: Sequence[Token], quantity: Quantity, reach: int) -> list[str]:
    sentence = tokens[quantity.last].sentence
    behind = tokens[quantity.last + 1 : quantity.last + 1 + reach]
    return [token.word for token in behind if token.sentence == sentence]


def _alike(tokens: Sequence[Token], a: Quantity, b: Quantity) -> bool:
    """Both counted in the same unit, or the second told without one, in one sentence."""
    same = a.kind == b.kind or (b.bare and not b.number.scaled and a.low >= 1)
    return same and a.kind in _SUMMED and tokens[a.first].sentence == tokens[b.first].sentence


def _sum(tokens: Sequence[Token], a: Quantity, b: Quantity) -> Quantity | None:
    """ "1,200 … plus 650 …", "600 pairs and 600 more", "1k train / 200 val / 200 test"."""
    b = _in_thousands(a, b)
    if not _alike(tokens, a, b) or set(_behind(tokens, b, 1)) & _POINTS:
        return None
    between = _between(tokens, a, b)
    added = set(between[-1:]) & _ADDED or between[-2:-1] in (["plus"], ["+"])
    near = added and len(between) <= BETWEEN
    if set(_behind(tokens, b, BETWEEN)) & _SPOILED:
        return None
    more = b.bare and _behind(tokens, b, 1) == ["more"] and between[-1:] == ["and"]
    kinds = set(_behind(tokens, a, 1)) & _SPLITS and set(_behind(tokens, b, 1)) & _SPLITS
    listed = _named_part(tokens, a) and _named_part(tokens, b) and len(between) <= BETWEEN
    if (
        not (near or more or listed or (kinds and len(between) <= BETWEEN))
        or min(a.low, b.low) < LEAST
    ):
        return None
    high = None if a.high is None or b.high is None else a.high + b.high
    return replace(a, low=a.low + b.low, high=high, composed="sum")


def _named_part(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "instructions 700, schema 1,100": a part of a prompt with its size."""
    before = tokens[quantity.first - 1] if quantity.first else None
    alone = quantity.bare or quantity.kind == "tokens"
    return alone and before is not None and before.word in _PROMPT_PARTS


def _in_thousands(a: Quantity, b: Quantity) -> Quantity:
    """ "ten thousand for tooling plus eight for labelling": eight thousand."""
    if not (a.number.scaled and a.low >= THOUSAND and b.bare and b.low < LEAST and b.high):
        return b
    return replace(b, low=b.low * THOUSAND, high=b.high * THOUSAND)


def _less(tokens: Sequence[Token], a: Quantity, b: Quantity) -> Quantity | None:
    """ "4,000 minus the 700", "1,600 decisions, of which 250 are useless", "3,000, 1,000 of those
    are broken", "had 10,000, dedup ate 40 percent"."""
    apart = tokens[a.first].sentence != tokens[b.first].sentence
    if a.high is None or b.high is None or apart or a.kind not in _SUMMED:
        return None
    if not _taken_away(tokens, a, b):
        return None
    if b.kind == "share" and not b.wrong and a.low >= LEAST and b.high <= 1:
        low, high = a.low * (1 - b.high), a.high * (1 - b.low)
        return replace(a, low=float(round(low)), high=float(round(high)), composed="sum")
    if not _alike(tokens, a, b) or b.high > a.high:
        return None
    return replace(a, low=max(a.low - b.high, 0.0), high=a.high - b.low, composed="sum")


def _taken_away(tokens: Sequence[Token], a: Quantity, b: Quantity) -> bool:
    between, behind = _between(tokens, a, b), _behind(tokens, b, BETWEEN)
    minus = set(between[-2:]) & _MINUS and len(between) <= NEAR
    of_those = between[-2:] == ["of", "which"] or (
        behind[:1] == ["of"] and behind[1:2] in (["them"], ["those"], ["these"])
    )
    gone = set(between[-3:]) & _REMOVED
    spoiled = of_those and set(behind) & (_USELESS | _REMOVED)
    return bool(minus or spoiled or (gone and len(between) <= BETWEEN))


def _but(tokens: Sequence[Token], b: Quantity, a: Quantity) -> Quantity | None:
    """ "all but 300 of our 2,900"."""
    before = [token.word for token in tokens[max(b.first - 2, 0) : b.first]]
    between = _between(tokens, b, a)
    if before != ["all", "but"] or between[:1] != ["of"] or a.high is None or b.high is None:
        return None
    if b.high > a.high:
        return None
    return replace(a, low=max(a.low - b.high, 0.0), high=a.high - b.low, composed="sum")


def _with_points(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """ "five points short of 90" is 85 beside the 90; "at 78, … plus 6" is 84."""
    kept: list[Quantity] = []
    for at, quantity in enumerate(found):
        behind = _behind(tokens, quantity, NEAR)
        small = quantity.kind == "count" and 0 < quantity.low <= MOST_POINTS
        points = small and bool(set(behind[:1]) & _POINTS)
        after = found[at + 1] if at + 1 < len(found) else None
        before = kept[-1] if kept else None
        made = None
        if after is not None and small and (points or behind[:1] == ["below"]):
            made = _off(tokens, quantity, after)
        if made is None and before is not None and small:
            made = _moved(tokens, before, quantity, points)
        kept.append(made or quantity)
    return kept


def _off(tokens: Sequence[Token], points: Quantity, mark: Quantity) -> Quantity | None:
    """What lies so many points under or over the mark named behind them."""
    between = set(_between(tokens, points, mark))
    level = _level(mark)
    if level is None or mark.first - points.last > NEAR + 2:
        return None
    if tokens[points.first].word == "plus" or tokens[points.first - 1].word == "plus":
        return _share(points, level + points.low / 100) if "after" in between else None
    if between & _SHORT and not between & _ABOVE:
        return _share(points, level - points.low / 100)
    return _share(points, level + points.low / 100) if between & _ABOVE else None


def _moved(
    tokens: Sequence[Token], mark: Quantity, points: Quantity, named: bool
) -> Quantity | None:
    """ "we were at 78 and added …, which gave plus 6", "beat the 85 by four points"."""
    before = [token.word for token in tokens[max(points.first - 2, 0) : points.first]]
    level = _level(mark)
    near = tokens[points.first].sentence == tokens[mark.first].sentence
    plus = before[-1:] == ["plus"] and (named or not _behind(tokens, points, 1))
    by = before[-1:] == ["by"] and named and {"beat", "beats", "above", "exceed"} & {
        token.word for token in tokens[max(mark.first - 5, 0) : points.first]
    }  # fmt: skip
    if level is None or not near or level < 0.3 or not (plus or by) or points.number.scaled:
        return None
    return _share(points, level + points.low / 100)


def _level(mark: Quantity) -> float | None:
    """The accuracy a mark names: 90, 90 percent, .9."""
    level = mark.high if mark.high is not None else mark.low
    if mark.kind == "share":
        return level
    return level / 100 if mark.kind == "count" and 1 < level <= 100 else None


def _share(points: Quantity, value: float) -> Quantity:
    value = round(value, 6)
    if not 0 <= value <= 1:
        return points
    return replace(points, kind="share", low=value, high=value, composed="points")
