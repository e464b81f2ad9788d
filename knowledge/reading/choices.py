"""Facts that are one of a few words: matched phrases, turned by negation, weakened by hedges."""

from collections.abc import Iterator

from knowledge.reading.phrases import Match
from knowledge.reading.scene import BARE, EXPLICIT, OPEN, Finding, Scene


def read_choices(scene: Scene) -> Iterator[Finding]:
    """Every value a phrase says, after negation; a longer phrase hides the ones inside it."""
    for fact, saying in scene.sayings.facts.items():
        said = _said(scene, fact)
        for value, match, rank in said:
            inside = any(
                other.first <= match.first and match.last <= other.last
                and (other.last - other.first) > (match.last - match.first)
                for _, other, _ in said
            )  # fmt: skip
            if inside or scene.imagined(match.first):
                continue
            final: str | None = value
            if scene.negated(match.first):
                final = saying.opposite.get(value)
            if final is not None:
                sure = not scene.cue_around("hedge", match.first, "segment")
                yield Finding(fact, final, match.first, match.last, rank, sure)


def _said(scene: Scene, fact: str) -> list[tuple[str, Match, int]]:
    said = [
        (label.partition("=")[2], match, EXPLICIT)
        for label in scene.labels(f"says:{fact}=")
        for match in scene.matches(label)
    ]
    if scene.asks(fact):
        said += [
            (label.partition("=")[2], match, OPEN)
            for label in scene.labels(f"open:{fact}=")
            for match in scene.matches(label)
        ]
    return said


def read_bare_answers(scene: Scene) -> Iterator[Finding]:
    """A yes or no on its own, or at the head of the message, against the open question."""
    answer = _yes_or_no(scene)
    if answer is None:
        return
    word, first, last = answer
    for fact, meanings in scene.sayings.answers.items():
        if scene.asks(fact) and word in meanings:
            yield Finding(fact, meanings[word], first, last, BARE)


def _yes_or_no(scene: Scene) -> tuple[str, int, int] | None:
    """The first segment that is only a yes or a no, or a message that begins with one."""
    unsure = scene.matches("cue:unsure") + scene.matches("cue:skip")
    for word in ("yes", "no"):
        for match in scene.matches(f"cue:{word}"):
            first, last = scene.reach(match.first, "segment")
            alone = match.first == first and match.last == last
            heading = match.first == 0 and word == "yes"
            if (alone or heading) and not any(m.first <= match.first <= m.last for m in unsure):
                return word, match.first, match.last
    for match in scene.matches("cue:no"):
        if match.first == 0 and len(scene.tokens) <= 3 and not unsure:
            return "no", match.first, match.last
    return None
