"""What facts of one message say about each other: quality needs labels, a list of techniques is
no need for a format."""

from knowledge.reading.resolve import Resolved
from knowledge.reading.scene import Finding, Scene

EXAMPLES, QUALITY = "labelled_examples", "data_quality"
TECHNIQUES = {"format_consistency": "format", "reasoning": "reasoning"}


def coherent(scene: Scene, resolved: Resolved) -> Resolved:
    """Without facts that another fact of the same message, or its setting, contradicts."""
    taken, proposed = dict(resolved.taken), dict(resolved.proposed)
    for found in (taken, proposed):
        quality = found.get(QUALITY)
        if quality is not None and not _of_labels(scene, quality, taken.get(EXAMPLES)):
            del found[QUALITY]
        for fact, topic in TECHNIQUES.items():
            asked = scene.topic == topic
            if fact in found and not asked and _technique(scene, fact, found[fact]):
                del found[fact]
    return Resolved(taken, proposed)


def _of_labels(scene: Scene, quality: Finding, examples: Finding | None) -> bool:
    if examples is not None and examples.value == 0:
        return False
    named = scene.cue_around("data_word", quality.first, "sentence")
    return examples is not None or scene.asks(QUALITY) or named


def _technique(scene: Scene, fact: str, said: Finding) -> bool:
    """ "few-shot, chain-of-thought and JSON schemas" lists what was tried, not what is needed."""
    techniques = ("few_shot",) if fact == "reasoning" else ("few_shot", "cot")
    return any(scene.cue_around(name, said.first, "clause") for name in techniques)
