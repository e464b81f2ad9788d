"""Money and prompt length."""

from collections.abc import Iterator

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.shapes import JsonValue

TOKENS_PER_WORD = 1.33
LONG_PAGES = 2
FEWEST = 20


def read_budget(scene: Scene) -> Iterator[Finding]:
    """Dollars there are to spend."""
    for quantity in scene.quantities:
        if scene.imagined(quantity.first):
            continue
        bare = quantity.kind == "count" and scene.stands_alone(quantity)
        asked = scene.asks("budget_usd") and (bare or quantity.kind == "money")
        named = quantity.kind == "money" and scene.cue_around("budget", quantity.first, "clause")
        if asked or (named and not scene.in_question(quantity.first)):
            rank = OPEN if asked else EXPLICIT
            yield Finding("budget_usd", _amount(quantity), quantity.first, quantity.last, rank)


def read_prompt_length(scene: Scene) -> Iterator[Finding]:
    """Tokens (or words, or pages) of the prompt."""
    for quantity in scene.quantities:
        if scene.imagined(quantity.first) or quantity.kind not in ("tokens", "count"):
            continue
        clause = scene.reach(quantity.first, "clause")
        asked = scene.asks("prompt_tokens")
        of_prompt = scene.cue("length", *clause) or _goes_on_about_prompt(scene, quantity)
        of_prompt = of_prompt and not scene.in_question(quantity.first)
        if quantity.kind == "tokens" and (asked or of_prompt):
            yield Finding("prompt_tokens", _amount(quantity), quantity.first, quantity.last,
                          OPEN if asked else EXPLICIT)  # fmt: skip
        elif quantity.kind == "count" and (asked or (of_prompt and _in_words(scene, quantity))):
            yield from _other_unit(scene, quantity)


def _goes_on_about_prompt(scene: Scene, quantity: Quantity) -> bool:
    """ "The prompt grew long. It's at 4,000 tokens now." """
    first = scene.reach(quantity.first, "sentence")[0]
    goes_on = first > 0 and scene.tokens[first].word in ("it", "its", "thats", "that", "this")
    return goes_on and scene.cue("length", *scene.reach(first - 1, "sentence"))


def _in_words(scene: Scene, quantity: Quantity) -> bool:
    words = scene.message.words(quantity.last + 1, quantity.last + 2)
    return any(word in ("words", "pages", "page", "sentences", "lines") for word in words)


def _other_unit(scene: Scene, quantity: Quantity) -> Iterator[Finding]:
    words = scene.message.words(quantity.last + 1, quantity.last + 2)
    last = min(quantity.last + 1, len(scene.tokens) - 1)
    if any(word.startswith("page") for word in words):
        value: JsonValue = "long" if quantity.low >= LONG_PAGES else "short"
    elif any(word.startswith(("line", "sentence", "paragraph", "example")) for word in words):
        value = "short" if quantity.low <= 20 else "long"
    elif "words" in words:
        value = round(quantity.low * TOKENS_PER_WORD)
    elif quantity.low >= FEWEST and scene.stands_alone(quantity):
        value, last = _amount(quantity), quantity.last
    else:
        return
    rank = OPEN if scene.asks("prompt_tokens") else EXPLICIT
    yield Finding("prompt_tokens", value, quantity.first, last, rank)


def _amount(quantity: Quantity) -> JsonValue:
    low = round(quantity.low)
    if quantity.high is None:
        return [low, None]
    high = round(quantity.high)
    return low if low == high else [low, high]
