"""How accurate the best prompt is and how accurate it must be."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.shapes import JsonValue

BEST, TARGET = "best_accuracy", "target_accuracy"
PAIR = 2
NEED_BEHIND = 3
NEED_BEFORE = 4
LEAST_NEEDED = 0.5
REACH = 1 + NEED_BEHIND

_COMPARED = frozenset(["more", "less", "fewer", "better", "higher", "lower", "additional", "extra"])


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 with its place; ``error`` when it counts what went wrong."""

    low: float
    high: float
    quantity: Quantity
    error: bool


def read_accuracies(scene: Scene) -> Iterator[Finding]:
    """Shares told apart into what was reached and what is needed."""
    error_talk = False
    shares: list[Share] = []
    for quantity in scene.quantities:
        share = _share(scene, quantity, error_talk, bool(shares))
        if share is not None:
            error_talk = share.error
            shares.append(share)
    roles: list[str] = []
    before = 0
    for i, share in enumerate(shares):
        after = shares[i + 1].quantity.first - 1 if i + 1 < len(shares) else len(scene.tokens) - 1
        role = _role(scene, share, before, after) or _default_role(scene, roles, len(shares))
        roles.append(role)
        quantity = share.quantity
        before = quantity.last + 1
        if role == TARGET:
            behind = scene.within("cue:target_after", before, before + NEED_BEHIND)
            before = max((match.last + 1 for match in behind), default=before)
        rank = OPEN if quantity.kind == "count" else EXPLICIT
        yield Finding(role, _value(share, role), quantity.first, quantity.last, rank)


def _share(scene: Scene, quantity: Quantity, error_talk: bool, following: bool) -> Share | None:
    low, high = quantity.low, quantity.high
    asked = scene.asks(BEST) or scene.asks(TARGET)
    clause = scene.reach(quantity.first, "clause")
    if scene.imagined(quantity.first) and not _needed(scene, quantity):
        return None
    if quantity.kind == "count" and (high or low) > 1:
        if not _percent_like(scene, quantity, asked, following):
            return None
        low, high = low / 100, high and high / 100
    elif quantity.kind == "count":
        if not (0.3 <= low < 1 and (asked or scene.cue("correct", *clause))):
            return None
    elif quantity.kind != "share":
        return None
    if _trapped(scene, quantity) or scene.cue(
        "not_wanted", scene.reach(quantity.first, "segment")[0], quantity.first
    ):
        return None
    after_need = scene.cue("target", *clause) and not scene.cue("wrong", *clause)
    near = scene.reach(quantity.first, "segment")
    error = scene.cue("wrong", *near) or (error_talk and (after_need or _small(low, high)))
    error = error and not scene.cue("correct_strict", *near) and (high or low) < 0.6
    error = error or quantity.wrong
    if not (asked or error or _about_accuracy(scene, quantity, following)):
        return None
    told = asked or scene.what_if or scene.cue("own", *clause)
    if not told and scene.in_question(quantity.first):
        return None
    if high is not None and _progress(scene, quantity):
        low = high
    bound = quantity.number.bound
    if bound == "over" and scene.negated(quantity.first):
        bound, high = "", low
    top = 1.0 if high is None else high
    if error:
        low, top = 1 - top, 1 - low
        if bound in ("under", "over"):
            low, top = (low, low) if bound == "under" else (0.0, top)
    elif bound == "over" and high is None:
        top = 1.0
    if not 0 <= low <= top <= 1:
        return None
    return Share(low, top, quantity, error)


def _about_accuracy(scene: Scene, quantity: Quantity, following: bool) -> bool:
    """Words of accuracy around it, or of a prompt's result, or a goal beside a known result."""
    clause = scene.reach(quantity.first, "clause")
    sentence = scene.reach(quantity.first, "sentence")
    if scene.cue("correct", *clause):
        return True
    of_things = scene.message.words(quantity.last + 1, quantity.last + 1) == ["of"]
    high = quantity.kind == "share" and quantity.low >= LEAST_NEEDED
    if high and not of_things and _needed(scene, quantity):
        return True
    if following and quantity.number.bound == "under" and scene.cue("floor", *clause):
        return True
    needed = scene.cue("strong_target", *clause)
    reached = scene.cue("strong_best", *clause)
    if needed and (following or scene.cue("correct", *sentence)):
        return True
    return (needed or reached or following) and (scene.cue("technique", *sentence) or (
        scene.cue("strong_target", *sentence) and scene.cue("strong_best", *sentence)
    ))  # fmt: skip


def _paired(scene: Scene, quantity: Quantity) -> bool:
    """ "best 77, wanted 90": a best and, in the same sentence, what is needed."""
    last = scene.reach(quantity.first, "sentence")[1]
    best = scene.message.words(quantity.first - 1, quantity.first - 1) == ["best"]
    return best and any(
        q.kind == "count" and quantity.last < q.first <= last and _needed(scene, q)
        for q in scene.quantities
    )


def _needed(scene: Scene, quantity: Quantity) -> bool:
    """A word of need right before it: "need to reach 92", "happy with 90"."""
    first = max(quantity.first - NEED_BEFORE, scene.reach(quantity.first, "segment")[0])
    return scene.cue("strong_target", first, quantity.first - 1)


def _progress(scene: Scene, quantity: Quantity) -> bool:
    """ "from 70 to 84" tells how far it came, not a range."""
    core = quantity.number.core
    return core > 0 and scene.tokens[core - 1].word == "from"


def _small(low: float, high: float | None) -> bool:
    return (high or low) <= 0.3


def _percent_like(scene: Scene, quantity: Quantity, asked: bool, following: bool) -> bool:
    """A bare 92 to the question about accuracy; counts of things and months are not."""
    top = quantity.high if quantity.high is not None else quantity.low
    after = quantity.last + 1
    if not scene.stands_alone(quantity) and not scene.cue("correct", after, after + 2):
        return False
    if quantity.number.scaled or top > 100 or quantity.number.bound == "rough":
        return False
    if any(
        scene.cue(name, after, after + 1)
        for name in ("example_noun", "raw_noun", "item_noun", "head")
    ):
        return False
    close = scene.cue("correct", after, after + 2) or scene.cue(
        "correct", quantity.first - 4, after
    )
    if not asked:
        close = close or (following and _needed(scene, quantity)) or _paired(scene, quantity)
        return close and top >= 30 and quantity.number.digits
    return top >= 20 or (scene.cued("wrong") and top >= 1)


def _trapped(scene: Scene, quantity: Quantity) -> bool:
    """Time saved, a share of the users, enthusiasm: a percentage of something else."""
    first, last = scene.reach(quantity.first, "segment")
    sentence = scene.reach(quantity.first, "sentence")
    if scene.cue("label_check", *sentence) and not scene.cue("technique", *sentence):
        return True
    behind = scene.message.words(quantity.last + 1, quantity.last + 3)
    if behind and behind[0] in _COMPARED:
        return True
    if behind == ["of", "the", "time"] and scene.cue("wrong", first, last):
        return False
    if scene.cue("share_trap_after", quantity.last + 1, min(last, quantity.last + 3)):
        return True
    return scene.cue(
        "share_trap", quantity.last + 1, min(last, quantity.last + 1 + NEED_BEHIND)
    ) or scene.cue("share_trap", max(first, quantity.first - 3), quantity.first - 1)


def _role(scene: Scene, share: Share, territory_first: int, territory_last: int) -> str | None:
    """What is needed when words of need stand nearest before it or right behind it."""
    quantity = share.quantity
    first, last = scene.reach(quantity.first, "clause")
    if scene.imagined(quantity.first):
        return TARGET
    if quantity.number.bound == "under" and scene.cue("floor", first, last):
        return TARGET
    first, last = max(first, territory_first), min(last, territory_last)
    need = _ends(scene, "target", first, quantity.last)
    strong_need = _ends(scene, "strong_target", first, quantity.last)
    have = _ends(scene, "best", first, quantity.last)
    strong_have = _ends(scene, "strong_best", first, quantity.last)
    if strong_need:
        return BEST if strong_have and strong_have[-1] > strong_need[-1] else TARGET
    behind = scene.within("cue:target_after", quantity.last + 1, min(last, quantity.last + REACH))
    if any(_nearer(scene, m.first, m.last, quantity, territory_last) for m in behind):
        return TARGET
    if strong_have:
        return BEST
    if need and (not have or need[-1] >= have[-1]):
        return TARGET
    return BEST if have else None


def _nearer(scene: Scene, first: int, last: int, quantity: Quantity, until: int) -> bool:
    """Words behind a figure are its own unless the next one is nearer: "77, wanted 90"."""
    before, after = first - quantity.last, until + 1 - last
    parted = scene.tokens[first].segment != scene.tokens[quantity.last].segment
    return before < after or (before == after and not parted)


def _ends(scene: Scene, cue: str, first: int, last: int) -> list[int]:
    return sorted(match.last for match in scene.within(f"cue:{cue}", first, last))


def _default_role(scene: Scene, roles: list[str], count: int) -> str:
    """Without words: what the question asks for; a second figure is the one needed."""
    if scene.asked_for == (TARGET,):
        return TARGET
    pair = count == PAIR and roles == [BEST] and scene.topic == "prompting"
    return TARGET if pair else BEST


def _value(share: Share, role: str) -> JsonValue:
    low, high = round(share.low, 6), round(share.high, 6)
    bound = share.quantity.number.bound
    if role == TARGET and bound in ("over", "under") and not share.error:
        return low if bound == "over" else high
    return low if low == high else [low, high]
