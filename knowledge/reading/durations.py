"""What a time is worth: how fast an answer must be, or how many weeks there are."""

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import Scene
from knowledge.reading.units import DAY
from knowledge.shapes import JsonValue

CRITICAL_BELOW = 1.2
NO_FROM = 60.0
WEEK = 7 * DAY
MOST_WEEKS = 260


def speed_value(_: Scene, quantity: Quantity) -> JsonValue:
    """Under about a second is critical, seconds are moderate, minutes no; None for days."""
    if quantity.kind != "duration" or quantity.low >= 2 * DAY:
        return None
    seconds = quantity.high if quantity.high is not None else quantity.low
    return "critical" if seconds < CRITICAL_BELOW else "no" if seconds >= NO_FROM else "moderate"


def weeks_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """Weeks, from a day on; a bare number only where weeks were asked for."""
    low, high = quantity.low, quantity.high
    if quantity.kind == "duration" and (high or low) >= DAY:
        low, high = low / WEEK, high and high / WEEK
    elif not (quantity.bare and scene.asks("deadline_weeks") and low <= MOST_WEEKS):
        return None
    least = _whole(low)
    if high is None:
        return [least, None]
    most = _whole(high)
    return least if least == most else [least, most]


def _whole(weeks: float) -> int | float:
    weeks = round(weeks, 2)
    return int(weeks) if weeks == int(weeks) else weeks
