"""How often knowledge or requirements change; where parts differ the fastest counts."""

from collections.abc import Iterator

from knowledge.reading.frequencies import Frequency
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene

FACT = "volatility"


def read_pace(scene: Scene) -> Iterator[Finding]:
    """Frequencies that say how often something the model must know changes."""
    for frequency in scene.frequencies:
        if scene.imagined(frequency.first) or scene.negated(frequency.first):
            continue
        if _of_something_else(scene, frequency):
            continue
        clause = scene.reach(frequency.first, "clause")
        changes = scene.cue("change", *clause)
        named = changes and (scene.what_if or scene.cue("subject", *clause))
        if scene.in_question(frequency.first) and not scene.what_if:
            named = named and scene.cue("own", *scene.reach(frequency.first, "sentence"))
        if named and not (scene.cued("caller") and scene.asks("volume")):
            yield Finding(FACT, frequency.pace, frequency.first, frequency.last, EXPLICIT)
        elif scene.asks(FACT):
            yield Finding(FACT, frequency.pace, frequency.first, frequency.last, OPEN)


def _of_something_else(scene: Scene, frequency: Frequency) -> bool:
    """A weekly report or a daily standup: the thing that recurs is not the knowledge."""
    first, last = scene.reach(frequency.first, "segment")
    return scene.cue("not_change", max(first, frequency.first - 2), min(last, frequency.last + 2))
