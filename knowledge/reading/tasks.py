"""Several kinds of work named side by side: "summaries, translation and also drafting"."""

from collections.abc import Iterator

from knowledge.reading.scene import EXPLICIT, Finding, Scene

STEM = 4


def read_several_tasks(scene: Scene) -> Iterator[Finding]:
    """Two or more kinds of work joined in one sentence are varied tasks; taken when the task is
    being asked about or "also" joins them, else only proposed."""
    for first, last in scene.message.sentences:
        kinds = [m for m in scene.matches("cue:task_kind") if first <= m.first <= last]
        stems = {scene.tokens[m.first].word[:STEM] for m in kinds}
        if len(stems) < 2 or scene.imagined(first):
            continue
        ends = kinds[0].first, kinds[-1].last
        if scene.cue("also", *ends) and (scene.asks("task_shape") or len(stems) > 2):
            sure = scene.asks("task_shape")
            yield Finding("task_shape", "varied", *ends, EXPLICIT, sure)
