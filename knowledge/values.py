"""Which JSON values a fact takes: numbers, ranges ``[low, high]``, choices, text."""

import json
import math
from difflib import get_close_matches

from knowledge.rulebook import FactSpec
from knowledge.shapes import JsonValue

UNMEASURED = "unmeasured"
_NUMERIC = ("count", "number", "share")
_SHOWN = 60


class FactError(ValueError):
    """Facts that cannot be taken: ``faults`` says of each what came, what fits, how to mend it."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


def shown(raw: object) -> str:
    """``raw`` as short JSON, for a message."""
    text = json.dumps(raw, ensure_ascii=False, default=repr)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def closest(word: str, allowed: list[str]) -> str:
    """A hint naming the nearest allowed word, or nothing."""
    near = get_close_matches(word.lower(), allowed, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def allowed_values(spec: FactSpec) -> str:
    """What the fact takes, in words."""
    ways = {
        "count": "a whole number (0 or more), a range [low, high] or [low, null]",
        "number": "a number (0 or more), a range [low, high] or [low, null]",
        "share": "a share from 0 to 1, a range [low, high] or [low, null]",
        "text": "some text",
    }
    words = ", ".join(f'"{choice}"' for choice in spec.choices)
    if spec.kind in ways:
        return f"{ways[spec.kind]}, or {words}" if words else ways[spec.kind]
    return f"one of {words}"


def check_value(spec: FactSpec, raw: JsonValue) -> JsonValue:
    """``raw`` as the fact keeps it (whole floats of a count become integers).

    Raises:
        FactError: the fact does not take this value.
    """
    if spec.kind == "text":
        return _text(spec, raw)
    if isinstance(raw, str):
        return _choice(spec, raw)
    if spec.kind not in _NUMERIC:
        raise _fault(spec, raw, "")
    if isinstance(raw, list):
        return _range(spec, raw)
    return _number(spec, raw)


def bounds(value: JsonValue) -> tuple[float, float] | None:
    """The inclusive bounds of a number or a range (open above: infinity); None for words."""
    if isinstance(value, list):
        low, high = value
        assert isinstance(low, int | float)
        return low, high if isinstance(high, int | float) else math.inf
    if isinstance(value, int | float):
        return value, value
    return None


def _fault(spec: FactSpec, raw: JsonValue, remedy: str) -> FactError:
    return FactError(f"{spec.name}: got {shown(raw)}, expected {allowed_values(spec)}{remedy}")


def _text(spec: FactSpec, raw: JsonValue) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _fault(spec, raw, "; null leaves it unknown")
    return raw


def _choice(spec: FactSpec, raw: str) -> str:
    if raw in spec.choices:
        return raw
    if spec.kind in _NUMERIC and raw.strip()[:1].isdigit():
        raise _fault(spec, raw, "; write numbers without quotes, units or separators")
    raise _fault(spec, raw, closest(raw, list(spec.choices)))


def _number(spec: FactSpec, raw: JsonValue) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        remedy = "; true and false are no numbers" if isinstance(raw, bool) else ""
        raise _fault(spec, raw, remedy)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise _fault(spec, raw, "; null leaves it unknown")
    if raw < 0:
        raise _fault(spec, raw, "; a negative number has no meaning here")
    if spec.kind == "share" and raw > 1:
        raise _fault(spec, raw, _percent(raw))
    if spec.kind == "count":
        return _whole(spec, raw)
    return raw


def _percent(raw: int | float) -> str:
    if raw <= 100:
        return f"; for {raw:g} % write {round(raw / 100, 6):g}"
    return "; give it as a share, 0.9 for 90 %"


def _whole(spec: FactSpec, raw: int | float) -> int:
    if raw != int(raw):
        raise _fault(spec, raw, f"; for something in between write [{int(raw)}, {int(raw) + 1}]")
    return int(raw)


def _range(spec: FactSpec, raw: list[JsonValue]) -> list[JsonValue]:
    if len(raw) != 2:
        raise _fault(spec, raw, "; a range has exactly two ends")
    low = _number(spec, raw[0])
    if raw[1] is None:
        return [low, None]
    high = _number(spec, raw[1])
    if low > high:
        raise _fault(spec, raw, f"; the ends are reversed, write [{shown(high)}, {shown(low)}]")
    return [low, high]
