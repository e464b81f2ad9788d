"""How many calls a month: rates, users times uses, and bare numbers against the question."""

from collections.abc import Iterator

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.shapes import JsonValue

FACT = "volume"
HIGH = 100_000
DAYS = 30
MANY = 300
FOLLOWING = 3


def read_volume(scene: Scene) -> Iterator[Finding]:
    """Calls a month from whatever rate the message gives; the largest counts."""
    found = list(_rates(scene))
    yield from _per_head(scene) or _largest(found) or _bare(scene)


def _rates(scene: Scene) -> Iterator[tuple[float, Finding]]:
    for quantity in scene.quantities:
        if quantity.kind != "rate" or scene.imagined(quantity.first):
            continue
        if scene.in_question(quantity.first) and not scene.asks(FACT):
            continue
        if scene.asks("volatility") or (quantity.high or quantity.low) * DAYS < 0.5:
            continue
        named = _counts_calls(scene, quantity)
        if not named and not scene.asks(FACT):
            continue
        rank = EXPLICIT if named else OPEN
        value = _monthly(quantity.low, quantity.high)
        yield quantity.low, Finding(FACT, value, quantity.first, quantity.last, rank)


def _counts_calls(scene: Scene, quantity: Quantity) -> bool:
    first, last = quantity.number.last + 1, quantity.last
    if scene.cue("example_noun", first, last) or scene.cue("change", first, last):
        return False
    changing = scene.cue("change", scene.reach(first - 1, "segment")[0], first)
    in_front = quantity.last == quantity.number.last
    if changing and (in_front or "times" in scene.message.words(first, last)):
        return False
    if scene.cue("arriving", last + 1, last + FOLLOWING):
        return True
    if in_front and scene.cue("caller", first, first + FOLLOWING):
        return True
    per_second = quantity.period is not None and quantity.period <= 60
    often = quantity.low * DAYS >= MANY and "times" in scene.message.words(first, last)
    busy = scene.cue("busy", scene.reach(first - 1, "segment")[0], first)
    named = often or busy or scene.cue("caller", first, last - 2)
    return named or per_second or bool(scene.matches(f"name:{FACT}"))


def _largest(found: list[tuple[float, Finding]]) -> list[Finding]:
    return [max(found, key=lambda pair: pair[0])[1]] if found else []


def _monthly(low: float, high: float | None) -> JsonValue:
    """Amounts a day as calls in a 30-day month."""
    if high is None:
        return [round(low * DAYS), None]
    least, most = round(low * DAYS), round(high * DAYS)
    return least if least == most else [least, most]


def _per_head(scene: Scene) -> list[Finding]:
    """ "200 agents, each about 30 times a day": people times uses."""
    heads = [
        q for q in scene.quantities
        if q.kind == "count" and scene.cue("head", q.last + 1, q.last + 3)
    ]  # fmt: skip
    uses = [
        f
        for f in scene.frequencies
        if not heads or f.first > heads[0].last or f.last < heads[0].first
    ]
    each = scene.cued("each") or scene.asks(FACT)
    if not (heads and uses and each) or not (scene.asks(FACT) or scene.cued("caller")):
        return []
    head, use = heads[0], uses[0]
    high = None if head.high is None else head.high / use.days
    value = _monthly(head.low / use.days, high)
    return [Finding(FACT, value, min(head.first, use.first), max(head.last, use.last))]


def _bare(scene: Scene) -> list[Finding]:
    """A number without a period says something only where day and month agree."""
    if not scene.asks(FACT):
        return []
    bare = [q for q in scene.quantities if q.kind == "count" and not scene.imagined(q.first)]
    if not scene.quantities and scene.frequencies:
        often = scene.frequencies[0]
        return [
            Finding(FACT, _monthly(1 / often.days, 1 / often.days), often.first, often.last, OPEN)
        ]
    if (
        len(bare) != 1
        or not scene.stands_alone(bare[0])
        or scene.cue("example_noun", bare[0].last + 1, bare[0].last + 4)
    ):
        return []
    only = bare[0]
    if scene.cue("head", only.last + 1, only.last + 3) or " to " in _words(scene, only):
        return []
    if only.low >= HIGH:
        return [Finding(FACT, "high", only.first, only.last, OPEN)]
    if only.high is not None and only.high * DAYS < HIGH:
        return [Finding(FACT, "low", only.first, only.last, OPEN)]
    return [Finding(FACT, _monthly(only.low / DAYS, only.high and only.high / DAYS), only.first,
                    only.last, OPEN, sure=False)]  # fmt: skip


def _words(scene: Scene, quantity: Quantity) -> str:
    return " ".join(scene.message.words(quantity.first, quantity.last))
