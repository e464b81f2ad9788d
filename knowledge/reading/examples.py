"""What a count is worth as the number of labelled examples, and when there are none."""

from collections.abc import Iterator

from knowledge.reading.numerals import find_numbers
from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import Finding, Scene
from knowledge.shapes import JsonValue

FACT = "labelled_examples"
THRESHOLD = 1_000
NOUN_REACH = 6
_LEFT_OUT = frozenset({"than", "under", "below", "<"})


def read_none_labelled(scene: Scene) -> Iterator[Finding]:
    """ "nothing labelled yet", "zero labels": 0 where no other number is part of the words."""
    for match in scene.matches("cue:none_labelled"):
        numbers = find_numbers(scene.tokens[match.first : match.last + 1])
        none_of = scene.tokens[match.first].word in ("none", "nobody", "noone", "nothing")
        some = any(n.low > 0 for n in numbers) and not none_of
        if not scene.imagined(match.first) and not some:
            yield Finding(FACT, 0, match.first, match.last)


def examples_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """A whole number, or a range where it is honest to leave one; per class times classes."""
    low, high = quantity.low, quantity.high
    if quantity.kind != "count" or low != int(low):
        return None
    after = quantity.last
    if scene.cue("multiplier", after, after + NOUN_REACH + 2):
        classes = [
            q for q in scene.quantities
            if q.kind == "count" and q is not quantity and q.low >= 2
            and scene.cue("raw_noun", q.last + 1, q.last + 2)
        ]  # fmt: skip
        if classes:
            low, high = low * classes[0].low, high and high * classes[0].low
    bound = quantity.number.bound
    if high is None:
        return [round(low), None]
    if bound == "under":
        return [0, max(round(high) - _excluded(scene, quantity), 0)]
    straddles = 0.9 * low < THRESHOLD <= 1.1 * high
    if bound == "about" and low == high and straddles:
        return [round(0.9 * low), round(1.1 * high)]
    return round(low) if round(low) == round(high) else [round(low), round(high)]


def _excluded(scene: Scene, quantity: Quantity) -> int:
    """1 where the bound itself is left out ("under 800"), 0 for "at most 800"."""
    said = scene.message.words(quantity.number.first, quantity.number.core)
    return int(bool(_LEFT_OUT & set(said)) and not {"no", "not", "more"} & set(said))
