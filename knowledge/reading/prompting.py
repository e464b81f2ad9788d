"""What measured accuracies and named techniques say about the prompting already done."""

from dataclasses import replace

from knowledge.reading.resolve import Resolved
from knowledge.reading.scene import EXPLICIT, Finding, Scene

TRIED, BEST = "prompting_tried", "best_accuracy"


def with_implied_prompting(scene: Scene, resolved: Resolved) -> Resolved:
    """Few-shot and chain-of-thought, both done and measured, exhaust prompting; a measured
    prompt was tried at least; "unmeasured" needs something tried."""
    taken = dict(resolved.taken)
    best = taken.get(BEST)
    measured = best is not None and best.value != "unmeasured"
    shown, reasoned = scene.matches("cue:few_shot"), scene.matches("cue:cot")
    tried = taken.get(TRIED)
    if shown and reasoned and measured and not (tried and tried.value == "none"):
        first, last = min(shown[0].first, reasoned[0].first), max(shown[0].last, reasoned[0].last)
        if not scene.imagined(first) and not scene.negated(first):
            taken[TRIED] = Finding(TRIED, "exhausted", first, last, EXPLICIT)
    elif best is not None and measured and tried is None and (said := _exhausted(scene)):
        taken[TRIED] = said
    elif best is not None and measured and tried is None and _of_a_prompt(scene, best):
        taken[TRIED] = replace(best, fact=TRIED, value="some")
    if best is not None and not measured and _tried_nothing(scene, taken.get(TRIED)):
        del taken[BEST]
    return Resolved(taken, resolved.proposed)


def _exhausted(scene: Scene) -> Finding | None:
    """ "exhausted" beside a measured accuracy, whatever is being asked."""
    words = scene.matches(f"open:{TRIED}=exhausted")
    said = [m for m in words if scene.tokens[m.first].word.startswith("exhaust")]
    said = [m for m in said if not scene.negated(m.first) and not scene.imagined(m.first)]
    return Finding(TRIED, "exhausted", said[0].first, said[0].last) if said else None


def _of_a_prompt(scene: Scene, best: Finding) -> bool:
    """The accuracy of a prompt; a follow-up for the accuracy alone knows what was tried."""
    if scene.topic == "prompting":
        return scene.asks(TRIED)
    return scene.cue_around("length", best.first, "sentence")


def _tried_nothing(scene: Scene, tried: Finding | None) -> bool:
    if tried is None:
        return scene.asked_for != (BEST,)
    return tried.value == "none"
