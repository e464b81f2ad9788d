"""Times: how fast an answer must be, and how many weeks there are."""

from collections.abc import Iterator

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.reading.units import DAY
from knowledge.shapes import JsonValue

CRITICAL_BELOW = 1.2
NO_FROM = 60.0
WEEK = 7 * DAY


def read_latency(scene: Scene) -> Iterator[Finding]:
    """A time allowed for an answer; a time that is only reported needs the question open."""
    for quantity in scene.quantities:
        if quantity.kind != "duration" or quantity.low >= 2 * DAY:
            continue
        sentence = scene.reach(quantity.first, "sentence")
        tolerated = scene.cue("tolerated", *sentence)
        if scene.imagined(quantity.first) and not tolerated:
            continue
        named = scene.cue("latency_word", *sentence)
        reported = scene.cue("reported", *scene.reach(quantity.first, "clause"))
        if scene.asks("latency"):
            yield _speed(quantity, OPEN)
        elif (tolerated or (named and not reported)) and not scene.in_question(quantity.first):
            yield _speed(quantity, EXPLICIT)


def _speed(quantity: Quantity, rank: int) -> Finding:
    seconds = quantity.high if quantity.high is not None else quantity.low
    value = "critical" if seconds < CRITICAL_BELOW else "no" if seconds >= NO_FROM else "moderate"
    return Finding("latency", value, quantity.first, quantity.last, rank)


def read_deadline(scene: Scene) -> Iterator[Finding]:
    """Weeks until it must be there."""
    for quantity in scene.quantities:
        long_enough = quantity.kind == "duration" and quantity.low >= DAY
        if not long_enough or scene.imagined(quantity.first):
            continue
        named = scene.cue_around("deadline", quantity.first, "clause") and not scene.cue_around(
            "change", quantity.first, "clause"
        )
        if not (scene.asks("deadline_weeks") or named):
            continue
        rank = OPEN if scene.asks("deadline_weeks") else EXPLICIT
        yield Finding("deadline_weeks", _weeks(quantity), quantity.first, quantity.last, rank)


def _weeks(quantity: Quantity) -> JsonValue:
    low = _whole(quantity.low / WEEK)
    if quantity.high is None:
        return [low, None]
    high = _whole(quantity.high / WEEK)
    return low if low == high else [low, high]


def _whole(weeks: float) -> int | float:
    weeks = round(weeks, 2)
    return int(weeks) if weeks == int(weeks) else weeks
