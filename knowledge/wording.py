"""Values of facts as people say them: 3,000 examples, 70–75 %, at least 1,000 tokens."""

import math
import re

from knowledge.rulebook import FactSpec
from knowledge.shapes import JsonValue
from knowledge.values import bounds


def value_words(spec: FactSpec, value: JsonValue) -> str:
    """A fact's value in words, with its unit; text as it stands, shortened."""
    if isinstance(value, str):
        return spec.choices.get(value, value if len(value) <= 90 else f"{value[:89]}…")
    span = bounds(value)
    if span is None:
        return "unknown"
    low, high = span
    if spec.kind == "share":
        return f"{_spanned(low * 100, min(high, 1.0) * 100)} %"
    if spec.unit == "USD":
        return _spanned(low, high, "$")
    if high == 0:
        return f"no {spec.unit}"
    unit = re.sub(r"s\b", "", spec.unit, count=1) if high == 1 else spec.unit
    return f"{_spanned(low, high)} {unit}".strip()


def _spanned(low: float, high: float, sign: str = "") -> str:
    if low == high:
        return f"{sign}{_number(low)}"
    if high == math.inf:
        return f"at least {sign}{_number(low)}"
    if low == 0:
        return f"at most {sign}{_number(high)}"
    return f"{sign}{_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{round(value, 4):,.4f}".rstrip("0").rstrip(".")
