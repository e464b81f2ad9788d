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


def read_how_often(scene: Scene) -> Iterator[Finding]:
    """ "hourly", said to the question how many calls there are."""
    if scene.asks(FACT) and not scene.quantities and scene.frequencies:
        often = scene.frequencies[0]
        value = _monthly(1 / often.days, 1 / often.days)
        yield Finding(FACT, value, often.first, often.last, OPEN)


def _monthly(low: float, high: float | None) -> JsonValue:
    """Amounts a day as calls in a 30-day month."""
    if high is None:
        return [round(low * DAYS), None]
    least, most = round(low * DAYS), round(high * DAYS)
    return least if least == most else [least, most]
