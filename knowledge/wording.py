"""Values of facts as people say them: 3,000 examples, 70–75 %, at least 1,000 tokens."""

from knowledge.rulebook import FactSpec
from knowledge.shapes import JsonValue
from knowledge.values import bounds

_UNBOUNDED = float("inf")


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
    words = _spanned(low, high)
    return f"${words}" if spec.unit == "USD" else f"{words} {spec.unit}".strip()


def _spanned(low: float, high: float) -> str:
    if low == high:
        return _number(low)
    if high == _UNBOUNDED:
        return f"at least {_number(low)}"
    return f"at most {_number(high)}" if low == 0 else f"{_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    return f"{round(value, 4):,.4f}".rstrip("0").rstrip(".")
