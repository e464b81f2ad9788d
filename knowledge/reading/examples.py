"""How many labelled examples there are. Raw documents, rows, tokens and users are not examples."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.reading.numerals import find_numbers
from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.shapes import JsonValue

FACT = "labelled_examples"
THRESHOLD = 1_000
NOUN_REACH = 6
BEHIND_REACH = 4
FEW = 10
FEWEST_TOLD = 20
BRIEF = 11
PERCENT = 100
NUMBERED_TOPICS = frozenset({"use_case", "volume", "prompt_size", "deadline", "budget"})
_NOUN_ENDS = frozenset(
    {"after", "before", "for", "because", "from", "by", "when", "using", "without", "in", "on",
     "at", "than", "since", "until", "so", "to", "if"}
)  # fmt: skip
_DETERMINERS = frozenset(
    {"this", "that", "the", "by", "which", "no", "some", "any", "each", "every"}
)
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "tenth": 0.1}
_PEOPLE = ("ers", "ors", "ists", "ians", "judges", "vendors", "teams", "interns", "students")
_THINGS = frozenset(["letters", "orders", "papers", "answers", "numbers", "errors", "headers"])
_SOME_OF = frozenset(["some", "part", "fraction", "portion", "few", "handful", "none"])
_WISHES = frozenset(["need", "needs", "require", "requires", "want", "wants", "needing", "without"])
_ENOUGH = frozenset(["enough", "what", "sufficient", "plenty", "needed", "required", "advised"])
_HAVE = frozenset(["have", "has", "got", "own", "hold", "only", "at"])
_LEFT_OUT = frozenset({"than", "under", "below", "<"})


def read_examples(scene: Scene) -> Iterator[Finding]:
    """Counts of labelled examples and "none", the one that counts last."""
    counted = [(q, f) for q in scene.quantities if (f := _counted(scene, q)) is not None]
    plain = [f for q, f in counted if q.number.bound != "rough"]
    taken = plain or [f for _, f in counted]
    junk = _unusable_part(scene)
    if junk is not None and taken:
        whole = _value_low(taken[0].value)
        yield replace(taken[0], value=max(round(whole - junk.low), 0), last=junk.last)
        return
    yield from taken
    if not taken:
        yield from _corrected(scene)
        for match in scene.matches("cue:none_labelled"):
            numbers = find_numbers(scene.tokens[match.first : match.last + 1])
            none_of = scene.tokens[match.first].word in ("none", "nobody", "noone", "nothing")
            some = any(n.low > 0 for n in numbers) and not none_of
            if not scene.imagined(match.first) and not some:
                yield Finding(FACT, 0, match.first, match.last)


def _corrected(scene: Scene) -> Iterator[Finding]:
    """ "no wait, 4,000" while something else is asked: most likely the count, to be confirmed."""
    alone = [q for q in scene.quantities if q.kind == "count" and scene.stands_alone(q)]
    corrects = scene.cued("strong_correction") or scene.cue("no", 0, 0) or scene.topic == "data"
    if len(alone) != 1 or len(scene.quantities) > 1 or scene.asks(FACT) or not corrects:
        return
    [only] = alone
    percent = scene.topic == "prompting" and only.low <= PERCENT
    if scene.topic in NUMBERED_TOPICS or percent or only.low < FEWEST_TOLD:
        return
    value = examples_value(scene, only)
    yield Finding(FACT, value, only.first, only.last, OPEN, sure=scene.topic == "data")


def _counted(scene: Scene, quantity: Quantity) -> Finding | None:
    """The count as a finding when its words say labelled examples, or the question does."""
    if quantity.kind != "count" or quantity.low != int(quantity.low):
        return None
    if scene.imagined(quantity.first) or _determined(scene, quantity) or _yet(scene, quantity):
        return None
    if scene.in_question(quantity.first) and not scene.cue_around(
        "own", quantity.first, "sentence"
    ):
        return None
    last = quantity.last
    stop = _noun_stop(scene, quantity)
    partitive = scene.cue("of_those", last + 1, last + 3)
    if partitive and scene.cue_around("unusable", last, "sentence"):
        return None
    quantity, known = _part(scene, quantity)
    if not known:
        return None
    sure = _names_examples(scene, quantity, stop) or _goes_on(scene, quantity) or None
    value = examples_value(scene, quantity)
    if sure is None and scene.asks(FACT):
        return _open_count(scene, quantity, stop, value)
    if sure is None:
        return None
    return Finding(FACT, value, quantity.first, max(last, min(stop, last + 3)), EXPLICIT, sure)


def _yet(scene: Scene, quantity: Quantity) -> bool:
    """ "we need 5,000", "we will have 6,000": not there yet."""
    before = scene.message.words(quantity.first - 3, quantity.first - 1)
    if _WISHES & set(before[-1:]) or {"will", "shall"} & set(before):
        return True
    is_what = scene.message.words(quantity.last + 1, quantity.last + 3)
    return is_what[:1] in (["is"], ["are"], ["would"]) and bool(_ENOUGH & set(is_what[1:]))


def _part(scene: Scene, quantity: Quantity) -> tuple[Quantity, bool]:
    """ "a third of the 6,000 tickets": that part of it; False where the part is not a number."""
    before = scene.message.words(quantity.first - 4, quantity.first - 1)
    if "of" not in before[1:]:
        return quantity, True
    part = before[before.index("of", 1) - 1]
    if part in _SOME_OF:
        return quantity, False
    share = _PARTS.get(part)
    if share is None:
        return quantity, True
    high = quantity.high and quantity.high * share
    return replace(quantity, low=float(round(quantity.low * share)), high=high), True


def _goes_on(scene: Scene, quantity: Quantity) -> bool:
    """A number alone after examples were spoken of: "…, but we have 80", "about 3,300 in all"."""
    sentence = scene.reach(quantity.first, "sentence")
    if quantity.low < FEW or not scene.stands_alone(quantity):
        return False
    if scene.cue("example_noun", sentence[0], quantity.first - 1):
        had = scene.message.words(quantity.first - 1, quantity.first - 1)
        now = scene.cue_around("now", quantity.first, "segment")
        return now or bool(_HAVE & set(had))
    brief = sentence[1] - sentence[0] < BRIEF and sentence[0] > 0
    return brief and scene.cue("example_noun", 0, sentence[0] - 1) and scene.topic is None


def _determined(scene: Scene, quantity: Quantity) -> bool:
    """ "this one", "the two reviewers", "by one of us": not a count of anything."""
    before = scene.message.words(quantity.number.core - 1, quantity.number.core - 1)
    small_word = quantity.low <= 10 and not quantity.number.digits
    behind = scene.message.words(quantity.last + 1, quantity.last + 2)
    people = any(word.endswith(_PEOPLE) and word not in _THINGS for word in behind)
    determined = quantity.number.core > 0 and before[0] in _DETERMINERS
    return small_word and (people or determined)


def _noun_stop(scene: Scene, quantity: Quantity) -> int:
    """Last token that may belong to the counted noun: same segment, before the next number."""
    stop = _before_next(scene, quantity, scene.reach(quantity.last, "segment")[1])
    stop = min(stop, quantity.last + NOUN_REACH)
    for at in range(quantity.last + 1, stop + 1):
        if scene.tokens[at].word in _NOUN_ENDS:
            return at - 1
    return stop


def _before_next(scene: Scene, quantity: Quantity, last: int) -> int:
    later = [q.first - 1 for q in scene.quantities if q.first > quantity.last]
    return min(last, *later) if later else last


def _names_examples(scene: Scene, quantity: Quantity, stop: int) -> bool | None:
    """True or False (only proposed) when words make it a count of examples, None when not."""
    after = quantity.last + 1
    clause = scene.reach(quantity.last, "clause")
    sentence = scene.reach(quantity.last, "sentence")
    if scene.cue("raw", quantity.first - 2, stop) and not scene.cue("of_those", after, after + 2):
        return None
    if scene.cue("none_labelled", after, sentence[1]) and not scene.cue(
        "example_noun", after, after + 2
    ):
        return None
    raw_first = scene.cue("raw_noun", after, after + 1)
    if scene.cue("head", after, after + 1) or scene.cue("few_shot", after, stop):
        return None
    if scene.cue("example_noun", after, stop):
        in_prompt = scene.cue("length", *clause) and quantity.low < 50
        return None if in_prompt else True
    reach = min(after + NOUN_REACH, clause[1])
    if quantity.low >= FEW and scene.cue("labelling", after, _before_next(scene, quantity, reach)):
        return True
    if scene.cue("labelling", after, after) or _named_before(scene, quantity, stop):
        return True
    labelled = scene.cue("usable", after, _before_next(scene, quantity, clause[1]))
    quality = next(scene.within("says:data_quality=high", *sentence), None) is not None
    item = scene.cue("item_noun", after, stop)
    core = quantity.number.core
    part = scene.cue("of_those", after, after + 2) or scene.cue("of_those", core - 3, core - 1)
    if part and labelled:
        return True
    if item and (labelled or (quality and scene.asks(FACT))):
        return True
    if scene.cue("training", *sentence) and (
        item or (raw_first and not _uncountable(scene, after))
    ):
        return True
    return None


def _named_before(scene: Scene, quantity: Quantity, stop: int) -> bool:
    """ "examples (around 15)", "labels: 2k", "we labelled eight hundred"."""
    core = quantity.number.core
    first = max(core - BEHIND_REACH, scene.reach(core, "sentence")[0])
    if scene.cue("labelling", quantity.first - 1, quantity.first - 1):
        return True
    if not scene.cue("example_noun", first, core - 1):
        return False
    return scene.reach(core, "clause")[0] >= quantity.first or stop <= quantity.last


def _uncountable(scene: Scene, at: int) -> bool:
    """Pages of documentation, classes, columns and people are never examples."""
    word = scene.tokens[at].word if at < len(scene.tokens) else ""
    return not word.startswith(("row", "doc", "sentence", "question", "page", "line")) or (
        scene.cue("raw_noun", at + 1, at + 2)
    )


def _open_count(scene: Scene, quantity: Quantity, stop: int, value: JsonValue) -> Finding | None:
    """A number without a telling noun, said to the question about examples."""
    after = quantity.last + 1
    if scene.cue("multiplier", after, after + 1):
        return Finding(FACT, value, quantity.first, after + 1, OPEN)
    if scene.cue_around("raw", quantity.last, "clause"):
        return None
    if quantity.low >= FEW and _vouched(scene, quantity):
        return Finding(FACT, value, quantity.first, quantity.last, OPEN)
    if scene.cue("raw_noun", after, stop):
        return None
    sure = scene.stands_alone(quantity) and not scene.cue("item_noun", after, stop)
    denied = scene.negated(quantity.first) and quantity.number.bound != "under"
    if denied or (not quantity.number.digits and not sure):
        return None
    return Finding(FACT, value, quantity.first, quantity.last, OPEN, sure)


def _vouched(scene: Scene, quantity: Quantity) -> bool:
    """ "5,000 captions, graded by inspectors": what follows speaks of labels or their quality."""
    first, last = quantity.last + 1, scene.reach(quantity.last, "sentence")[1]
    later = [q.first - 1 for q in scene.quantities if q.first > quantity.last and q.low >= FEW]
    last = min(last, *later) if later else last
    if scene.cue("none_labelled", first, last):
        return False
    qualities = scene.labels("says:data_quality=")
    return scene.cue("usable", first, last) or any(
        next(scene.within(label, first, last), None) for label in qualities
    )


def examples_value(scene: Scene, quantity: Quantity) -> JsonValue:
    """A whole number, or a range where it is honest to leave one; per class times classes."""
    low, high = quantity.low, quantity.high
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


def _unusable_part(scene: Scene) -> Quantity | None:
    """ "but 4,200 of those were duplicates": the part to take away."""
    for quantity in scene.quantities:
        of_those = scene.cue("of_those", quantity.last + 1, quantity.last + 3)
        bad = scene.cue_around("unusable", quantity.last, "sentence")
        if quantity.kind == "count" and of_those and bad:
            return quantity
    return None


def _value_low(value: JsonValue) -> float:
    if isinstance(value, list):
        value = value[0]
    return float(value) if isinstance(value, (int, float)) else 0.0
