"""What a number is worth as money to spend or as the prompt's length."""

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import Scene
from knowledge.shapes import JsonValue

TOKENS_PER_WORD = 4 / 3
LONG_PAGES = 2
LONG_LINES = 20
FEWEST = 20


def budget_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """Dollars; a bare number only where they were asked for."""
    if quantity.kind == "money" or (quantity.kind == "count" and scene.asks("budget_usd")):
        return _amount(quantity.low, quantity.high)
    return None


def prompt_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """Tokens, or ``long`` and ``short`` for pages and lines; words become tokens."""
    if quantity.kind == "tokens":
        return _amount(quantity.low, quantity.high)
    if quantity.kind != "count":
        return None
    unit = scene.message.words(quantity.last + 1, quantity.last + 2)
    if any(word.startswith("page") for word in unit):
        return "long" if quantity.low >= LONG_PAGES else "short"
    if any(word.startswith(("line", "sentence", "paragraph", "example")) for word in unit):
        return "short" if quantity.low <= LONG_LINES else "long"
    factor = TOKENS_PER_WORD if "words" in unit else 1
    if quantity.low < FEWEST and not quantity.number.bound:
        return None
    return _amount(quantity.low * factor, quantity.high and quantity.high * factor)


def _amount(least: float, most: float | None) -> JsonValue:
    low = round(least)
    if most is None:
        return [low, None]
    high = round(most)
    return low if low == high else [low, high]
