"""How often knowledge or requirements change; where parts differ the fastest counts."""

from collections.abc import Iterator

from knowledge.reading.frequencies import Frequency
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene

FACT = "volatility"
_NOT_ASIDE = frozenset([None, "volume", "latency", "deadline"])
_SAID = frozenset(["actually", "its", "changes", "it", "wait", "sorry", "mean", "correction"])
_CORRECTING = _SAID | frozenset(
    ["no", "not", "is", "oh", "i", "more", "like", "rather", "now", "they", "and", "but", "was"]
)


def read_pace(scene: Scene) -> Iterator[Finding]:
    """Frequencies that say how often something the model must know changes."""
    for frequency in scene.frequencies:
        if scene.imagined(frequency.first) or scene.negated(frequency.first):
            continue
        if _of_something_else(scene, frequency):
            continue
        if scene.cue_around("refer", frequency.first, "segment") and scene.topic != "volatility":
            continue
        clause = scene.reach(frequency.first, "clause")
        changes = scene.cue("change", *clause)
        subject = scene.cue("subject", *clause) or scene.cue("strong_change", *clause)
        named = changes and (scene.what_if or subject)
        if scene.in_question(frequency.first) and not scene.what_if:
            named = named and scene.cue("own", *scene.reach(frequency.first, "sentence"))
        if named and not (scene.cued("caller") and scene.asks("volume")):
            yield Finding(FACT, frequency.pace, frequency.first, frequency.last, EXPLICIT)
        elif scene.asks(FACT) or (
            scene.topic not in _NOT_ASIDE and _nothing_else(scene, frequency)
        ):
            rank = OPEN if scene.asks(FACT) else EXPLICIT
            yield Finding(FACT, frequency.pace, frequency.first, frequency.last, rank)


def _nothing_else(scene: Scene, frequency: Frequency) -> bool:
    """ "actually it's weekly, not monthly": a correction made of paces alone."""
    taken = {at for f in scene.frequencies for at in range(f.first, f.last + 1)}
    rest = {token.word for at, token in enumerate(scene.tokens) if at not in taken}
    return rest <= _CORRECTING and bool(rest & _SAID) and not scene.in_question(frequency.first)


def _of_something_else(scene: Scene, frequency: Frequency) -> bool:
    """A weekly report or a daily standup: the thing that recurs is not the knowledge."""
    first, last = scene.reach(frequency.first, "segment")
    return scene.cue("not_change", max(first, frequency.first - 2), min(last, frequency.last + 2))
