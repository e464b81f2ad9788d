"""What a count is worth as the number of labelled examples, and when there are none."""

from collections.abc import Iterator

from knowledge.reading.numerals import find_numbers
from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import OPEN, Finding, Scene
from knowledge.shapes import JsonValue

FACT = "labelled_examples"
THRESHOLD = 1_000
FEWEST_TOLD = 20
PERCENT = 100
NUMBERED_TOPICS = frozenset({"use_case", "volume", "prompt_size", "deadline", "budget"})
_WISHES = frozenset(["need", "needs", "require", "requires", "want", "wants", "needing", "without"])
_ENOUGH = frozenset(["enough", "what", "sufficient", "plenty", "needed", "required", "advised"])
_LEFT_OUT = frozenset({"than", "under", "below", "<"})


def read_none_labelled(scene: Scene) -> Iterator[Finding]:
    """ "nothing labelled yet", "zero labels": 0 where no other number is part of the words."""
    for match in scene.matches("cue:none_labelled"):
        numbers = find_numbers(scene.tokens[match.first : match.last + 1])
        said = scene.message.words(match.first, match.first + 1)
        none_of = said[0] in ("none", "nobody", "noone", "nothing") or said == ["no", "one"]
        some = any(n.low > 0 for n in numbers) and not none_of
        if not scene.imagined(match.first) and not some:
            yield Finding(FACT, 0, match.first, match.last)


def read_corrected(scene: Scene) -> Iterator[Finding]:
    """ "no wait, 6,000" while something else is asked: most likely the count, to be confirmed."""
    corrects = scene.cued("strong_correction") or scene.cue("no", 0, 0)
    if len(scene.quantities) != 1 or not corrects or scene.asks(FACT):
        return
    [only] = scene.quantities
    other = scene.topic in NUMBERED_TOPICS or (scene.topic == "prompting" and only.low <= PERCENT)
    if only.bare and scene.stands_alone(only) and only.low >= FEWEST_TOLD and not other:
        yield Finding(FACT, examples_value(scene, only), only.first, only.last, OPEN, sure=False)


def examples_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """A whole number, or a range where it is honest to leave one."""
    low, high = quantity.low, quantity.high
    if quantity.kind != "count" or low != int(low):
        return None
    bound = quantity.number.bound
    if high is None:
        return [round(low), None]
    if bound == "under":
        return [0, max(round(high) - _excluded(scene, quantity), 0)]
    straddles = 0.9 * low < THRESHOLD <= 1.1 * high
    if bound == "about" and low == high and straddles:
        return [round(0.9 * low), round(1.1 * high)]
    return round(low) if round(low) == round(high) else [round(low), round(high)]


def to_come(scene: Scene, quantity: Quantity) -> bool:
    """ "we need 5,000", "we will have 6,000", "5,000 is enough": not there yet."""
    before = scene.message.words(quantity.first - 3, quantity.first - 1)
    if _WISHES & set(before[-1:]) or {"will", "shall"} & set(before):
        return True
    is_what = scene.message.words(quantity.last + 1, quantity.last + 3)
    return is_what[:1] in (["is"], ["are"], ["would"]) and bool(_ENOUGH & set(is_what[1:]))


def part_labelled(scene: Scene, quantity: Quantity) -> bool:
    """ "300 of them labelled": that part is what counts."""
    after, last = quantity.last + 1, scene.reach(quantity.last, "segment")[1]
    later = [other.first - 1 for other in scene.quantities if other.first > quantity.last]
    part = scene.cue("of_those", after, after + 2)
    return part and scene.cue("usable", after, min([last, *later])) and not scene.negated(last)


def _excluded(scene: Scene, quantity: Quantity) -> int:
    """1 where the bound itself is left out ("under 800"), 0 for "at most 800"."""
    said = scene.message.words(quantity.number.first, quantity.number.core)
    return int(bool(_LEFT_OUT & set(said)) and not {"no", "not", "more"} & set(said))
