"""What a share is worth as the accuracy reached or needed; what went wrong counts from 1 down."""

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import Scene
from knowledge.shapes import JsonValue

PERCENT = 100
LEAST_COUNTED = 0.3
LEAST_NEEDED = 0.4
LEAST_PERCENT = 20
_COMPARED = frozenset(["more", "less", "fewer", "better", "higher", "lower", "additional", "extra"])


def best_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """A share from 0 to 1 or a range of them; None where the quantity can be no share."""
    share = _share(scene, quantity)
    low_count = quantity.kind == "count" and 1 < (quantity.high or quantity.low) < LEAST_PERCENT
    return None if share is None or low_count else _told(*share)


def target_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """As :func:`best_value`, where "over 90" and "at most 90" need 90."""
    share = _needed(scene, quantity)
    return _told(*share) if share and share[0] >= LEAST_NEEDED else None


def best_error_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """The accuracy left by a share of errors; "under 10 % wrong" is told as 90 %."""
    share = _share(scene, quantity)
    return None if share is None else _right(_told(*share))


def target_error_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """The accuracy needed where a share of errors is allowed: "at most 2 % wrong" needs 98 %."""
    share = _needed(scene, quantity)
    return _right(_told(*share)) if share and share[1] <= 1 - LEAST_NEEDED else None


def _needed(scene: Scene, quantity: Quantity) -> tuple[float, float] | None:
    """One figure where only a bound is told."""
    share = _share(scene, quantity)
    if share is None or quantity.number.bound not in ("over", "under"):
        return share
    return (share[0],) * 2 if quantity.number.bound == "over" else (share[1],) * 2


def _share(scene: Scene, quantity: Quantity) -> tuple[float, float] | None:
    low, high = quantity.low, quantity.high
    if quantity.kind == "count":
        if not _percent_like(quantity):
            return None
        if (high or low) > 1:
            low, high = low / PERCENT, high and high / PERCENT
    elif quantity.kind != "share":
        return None
    if _COMPARED & set(scene.message.words(quantity.last + 1, quantity.last + 1)):
        return None
    if high is not None and _progress(scene, quantity):
        low = high
    top = 1.0 if high is None else high
    return (low, top) if 0 <= low <= top <= 1 else None


def _percent_like(quantity: Quantity) -> bool:
    """A bare 92 or .92: no "1k", no "dozens", nothing above 100."""
    top = quantity.high if quantity.high is not None else quantity.low
    number = quantity.number
    whole = top > 1 or (top == 1 and quantity.low == 1)
    if number.scaled or number.bound == "rough" or top > PERCENT:
        return False
    return whole or quantity.low >= LEAST_COUNTED


def _progress(scene: Scene, quantity: Quantity) -> bool:
    """ "from 70 to 84" tells how far it came, not a range."""
    core = quantity.number.core
    return core > 0 and scene.tokens[core - 1].word == "from"


def _right(wrong: JsonValue) -> JsonValue:
    if isinstance(wrong, list):
        low, high = (float(bound) for bound in wrong if isinstance(bound, (int, float)))
        return _told(1 - high, 1 - low)
    return round(1 - wrong, 6) if isinstance(wrong, (int, float)) else None


def _told(low: float, high: float) -> JsonValue:
    low, high = round(low, 6), round(high, 6)
    return low if low == high else [low, high]
