"""Amounts for each of several: "20 classes, 75 examples each", "25 a day per branch, 400
branches", "2,500 a month for six months"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.reading.bounds import Number
from knowledge.reading.nouns import FEW, measures, nouns, of_calls, of_people, sizes, units
from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token
from knowledge.reading.units import DAY, PER, SECONDS

MOST_EXAMPLES_SHOWN = 100
SENTENCES_APART = 2
MOST_FACTORS = 3
MOST_BETWEEN = 8
TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_HAVING = frozenset(["with", "has", "have", "having", "carries", "contains", "takes"])
_MULTIPLYING = frozenset(["times", "x", "×", "at"])


def with_products(tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with amounts "for each" multiplied by how many there are."""
    kept = list(found)
    for each in (*found, *_often(tokens, found)):
        alone = each.kind == "count" and each.low <= 1
        if each in found and not any(q is each for q in kept):
            continue
        if each.kind not in ("count", "rate", "tokens") or alone or sizes(tokens, each):
            continue
        product, used = each, list[Quantity]()
        for many in _multiplicands(tokens, each, [q for q in kept if q is not each]):
            if many not in used and len(used) < MOST_FACTORS and _multiplies(tokens, each, many):
                product, used = _times(product, many), [*used, many]
        if used and any(q is each for q in kept):
            kept = [q if q is not each else product for q in kept]
        elif used:
            kept.append(product)
        kept = [q for q in kept if not any(q is many for many in used)]
    return sorted(kept, key=lambda quantity: quantity.first)


def _often(tokens: Sequence[Token], found: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "twice a day": a rate only where there is something to multiply it with."""
    for at in range(len(tokens) - 2):
        times, per, period = (token.word for token in tokens[at : at + 3])
        if times in TIMES and per in PER and period in SECONDS:
            number = Number(TIMES[times], TIMES[times], at, at, at)
            rate = TIMES[times] * DAY / SECONDS[period]
            often = Quantity("rate", rate, rate, at, at + 2, number, SECONDS[period])
            if found:
                yield often


def _multiplicands(
    tokens: Sequence[Token], each: Quantity, others: Sequence[Quantity]
) -> Iterator[Quantity]:
    """How many there are of what ``each`` is said for, the nearest first."""
    near = sorted(
        (q for q in others if _apart(tokens, q, each) <= SENTENCES_APART),
        key=lambda q: abs(q.first - each.first),
    )
    said = list(units(tokens, each))
    named = [unit.noun for unit in said if unit.noun]
    for noun in named:
        yield from [q for q in near if noun in nouns(tokens, q)][:1]
    if named and not any(noun in nouns(tokens, q) for noun in named for q in near):
        yield from [q for q in near if nouns(tokens, q) == ["them"]][:1]
    yield from [q for q in near if _after_each_of(tokens, q, each)]
    before = [q for q in near if q.last < each.first and nouns(tokens, q)]
    same = [q for q in before if _apart(tokens, q, each) <= 1 and q.kind == "count"]
    times = tokens[each.number.last + 1 : each.number.last + 2]
    often = each.number.first == each.number.last and tokens[each.first].word in TIMES
    counted = often or [t.word for t in times] == ["times"]
    if any(not unit.noun for unit in said):
        yield from same[:1]
    elif counted and each.kind == "rate":
        people = [q for q in same if of_people(tokens, q) and q.low > FEW]
        yield from [q for q in people if not _apart(tokens, q, each)][:1]
    yield from [q for q in before if _times_between(tokens, q, each)][:1]


def _after_each_of(tokens: Sequence[Token], many: Quantity, each: Quantity) -> bool:
    """ "each of our 140 advisers", "for each of the 16 intents"."""
    said = [token.word for token in tokens[max(many.first - 4, 0) : many.number.core]]
    of_each = any(pair in (("each", "of"), ("every", "of")) for pair in pairwise(said))
    before = many.first - each.last
    return of_each and not _apart(tokens, many, each) and before <= MOST_BETWEEN


def _times_between(tokens: Sequence[Token], many: Quantity, each: Quantity) -> bool:
    """ "25 intents times 80 utterances", "12 shops x 90 receipts", "8 examples at 300 tokens"."""
    before = tokens[each.first - 1].word if each.first else ""
    gap = each.first - many.last - 1
    if before == "x" and tokens[each.first - 1].glued:
        return False
    beside = tokens[many.last].segment == tokens[each.first].segment
    if before not in _MULTIPLYING or gap > 4 or not beside:
        return False
    return before != "at" or each.kind in ("rate", "tokens") or bool(list(units(tokens, each)))


def _multiplies(tokens: Sequence[Token], each: Quantity, many: Quantity) -> bool:
    if many.kind not in ("count", "rate") or many.low < 2 or many.low != int(many.low * 1.0):
        return many.kind == "rate" and each.kind == "count" and many.low > 0
    if many.kind == "rate" and each.kind != "count":
        return False
    before = tokens[each.first - 1].word if each.first else ""
    if before in _HAVING and each.low < many.low:
        return False
    if measures(tokens, many):
        return False
    if each.kind == "tokens":
        return many.low <= MOST_EXAMPLES_SHOWN
    calls = each.kind == "count" and of_calls(tokens, each) and many.kind != "rate"
    return not calls and each.low > 0


def _times(each: Quantity, many: Quantity) -> Quantity:
    """The product in the place of the rate, or of the amount that was said for each."""
    place, factor = (many, each) if many.kind == "rate" else (each, many)
    high = None
    if place.high is not None and factor.high is not None:
        high = place.high * factor.high
    return replace(place, low=place.low * factor.low, high=high, composed="product")


def _apart(tokens: Sequence[Token], a: Quantity, b: Quantity) -> int:
    return abs(tokens[a.first].sentence - tokens[b.first].sentence)
