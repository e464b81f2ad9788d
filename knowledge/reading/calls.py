"""What a rate or a bare number is worth as calls a month."""

from collections.abc import Iterator

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import OPEN, Finding, Scene
from knowledge.shapes import JsonValue

FACT = "volume"
HIGH = 100_000
DAYS = 30
LEAST = 0.5


def calls_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """Calls in a 30-day month; a bare number is high or low where day and month agree."""
    low, high = quantity.low, quantity.high
    if quantity.kind == "rate":
        return _monthly(low, high) if (high or low) * DAYS >= LEAST else None
    if quantity.kind != "count" or not scene.asks(FACT):
        return None
    if low >= HIGH:
        return "high"
    if high is not None and high * DAYS < HIGH:
        return "low"
    return _monthly(low / DAYS, high and high / DAYS)


def read_volume(scene: Scene) -> Iterator[Finding]:
    """People times uses, or how often alone: "hourly"."""
    yield from _per_head(scene) or _how_often(scene)


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


def _how_often(scene: Scene) -> list[Finding]:
    if not scene.asks(FACT) or scene.quantities or not scene.frequencies:
        return []
    often = scene.frequencies[0]
    value = _monthly(1 / often.days, 1 / often.days)
    return [Finding(FACT, value, often.first, often.last, OPEN)]
