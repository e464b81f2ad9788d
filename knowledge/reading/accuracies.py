"""How accurate the best prompt is and how accurate it must be."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene
from knowledge.shapes import JsonValue

BEST, TARGET = "best_accuracy", "target_accuracy"


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
        share = _share(scene, quantity, error_talk)
        if share is not None:
            error_talk = share.error
            shares.append(share)
    for i, share in enumerate(shares):
        role = _role(scene, share, shares[:i])
        if role is None:
            continue
        quantity = share.quantity
        rank = OPEN if scene.topic == "prompting" else EXPLICIT
        yield Finding(role, _value(share), quantity.first, quantity.last, rank)


def _share(scene: Scene, quantity: Quantity, error_talk: bool) -> Share | None:
    low, high = quantity.low, quantity.high
    asked = scene.asks(BEST) or scene.asks(TARGET)
    clause = scene.reach(quantity.first, "clause")
    if scene.imagined(quantity.first):
        return None
    if quantity.kind == "count" and (high or low) > 1:
        if not _percent_like(scene, quantity, asked):
            return None
        low, high = low / 100, high and high / 100
    elif quantity.kind == "count":
        if not (0.3 <= low < 1 and (asked or scene.cue("correct", *clause))):
            return None
    elif quantity.kind != "share":
        return None
    if _trapped(scene, quantity):
        return None
    after_need = scene.cue("target", *clause) and not scene.cue("wrong", *clause)
    near = scene.reach(quantity.first, "segment")
    error = scene.cue("wrong", *near) or (error_talk and (after_need or _small(low, high)))
    error = error and not scene.cue("correct_strict", *near) and (high or low) < 0.6
    if not asked and not error and not scene.cue("correct", *clause):
        return None
    if not asked and scene.in_question(quantity.first) and not scene.cue("possess", *clause):
        return None
    bound = quantity.number.bound
    top = 1.0 if high is None else high
    if error:
        low, top = (1 - top if bound != "under" or True else 0.0), 1 - low
        if bound in ("under", "over"):
            low, top = (low, low) if bound == "under" else (0.0, top)
    elif bound == "over" and high is None:
        top = 1.0
    if not 0 <= low <= top <= 1:
        return None
    return Share(low, top, quantity, error)


def _small(low: float, high: float | None) -> bool:
    return (high or low) <= 0.3


def _percent_like(scene: Scene, quantity: Quantity, asked: bool) -> bool:
    """A bare 92 to the question about accuracy; counts of things and months are not."""
    top = quantity.high if quantity.high is not None else quantity.low
    after = quantity.last + 1
    if quantity.number.scaled or top > 100 or quantity.number.bound == "rough":
        return False
    if any(scene.cue(name, after, after + 2) for name in ("example_noun", "raw_noun", "item_noun", "head")):
        return False
    close = scene.cue("correct", after, after + 2) or scene.cue("correct", quantity.first - 4, after)
    if not asked:
        return close and top >= 30 and quantity.number.digits
    return top >= 20 or (scene.cued("wrong") and top >= 1)


def _trapped(scene: Scene, quantity: Quantity) -> bool:
    """Time saved, a share of the users, enthusiasm: a percentage of something else."""
    first, last = scene.reach(quantity.first, "segment")
    return scene.cue("share_trap", quantity.last + 1, min(last, quantity.last + 4)) or scene.cue(
        "share_trap", max(first, quantity.first - 3), quantity.first - 1
    )


def _role(scene: Scene, share: Share, earlier: list[Share]) -> str | None:
    """What is needed when words of need stand nearest before it; else what was reached."""
    quantity = share.quantity
    first, last = scene.reach(quantity.first, "clause")
    if earlier:
        first = max(first, earlier[-1].quantity.last + 1)
    need = [m.last for m in scene.matches("cue:target") if first <= m.first and m.last <= last]
    have = [m.last for m in scene.matches("cue:best") if first <= m.first and m.last < quantity.last]
    before = [at for at in need if at < quantity.last or at <= quantity.last]
    after = [at for at in need if quantity.last < at <= quantity.last + 3]
    only_target = scene.asked_for == {TARGET}
    if before and (not have or max(before) > min(have) or scene.cue("strong_target", first, quantity.first)):
        return TARGET
    if after and not have:
        return TARGET
    if only_target and not have:
        return TARGET
    return BEST


def _value(share: Share) -> JsonValue:
    low, high = round(share.low, 6), round(share.high, 6)
    return low if low == high else [low, high]
