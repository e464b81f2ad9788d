"""Choice facts by trained heads: what words the sayings do not know mean all the same.

A head looks at each sentence (and, for the fact that is asked for, at the whole message): its
words, the phrases and cues found in it, what the rules made of it, and its embedding. All of a
message is encoded in one call. A rule's finding the head finds unlikely is only proposed; what the
head alone is sure of is taken; what it finds likely is proposed, where the question asks for it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knowledge.embedding import Encode
from knowledge.reading.features import grams, seen_vector, statement_features, words_of
from knowledge.reading.heads import CHOICES, UNSAID, Floats, Head, load_heads
from knowledge.reading.resolve import Resolved
from knowledge.reading.scene import EXPLICIT, OPEN, Finding, Scene

WHOLE = 3
MOST_UNITS = 30
# Chances from which a value is taken, and proposed; below which a rule's finding is doubted.
SURE = 0.95
LIKELY = 0.6
UNLIKELY = 0.05
# What so few words say, phrases know better than any statistics.
BRIEF = 5


class Reading(NamedTuple):
    """The most probable value a unit states, and the probabilities of all there."""

    value: str
    chance: float
    first: int
    last: int
    chances: Mapping[str, float]


class Meaning:
    """Holds the heads and the encoder; safe to share."""

    def __init__(self, encode: Encode, heads: Mapping[str, Head] | None = None) -> None:
        """``heads`` by fact; those shipped when None.

        Raises:
            HeadsError: the shipped ones cannot be read.
        """
        self._encode = encode
        self._heads = load_heads(CHOICES) if heads is None else heads

    def judged(self, scene: Scene, found: Sequence[Finding], read: Resolved) -> Resolved:
        """``read``, the outcome of the rules' ``found``, with the heads' judgement over it."""
        if not scene.tokens or scene.what_if:
            return read
        looked_at = {
            fact: list(dict.fromkeys([*units(scene, fact), *_around(scene, read.taken.get(fact))]))
            for fact in self._heads
        }
        spans = list(dict.fromkeys(span for found_in in looked_at.values() for span in found_in))
        vectors = dict(zip(spans, self._encode([_text(scene, *s) for s in spans]), strict=True))
        words = words_of(scene)
        seen = {span: grams(scene, *span, words) for span in spans}
        taken, proposed = dict(read.taken), dict(read.proposed)
        for fact, head in self._heads.items():
            readings = [
                _reading(
                    head,
                    statement_features(scene, fact, span, seen[span], found),
                    seen_vector(vectors[span], asked=scene.asks(fact)),
                    span,
                )
                for span in looked_at[fact]
            ]
            _decide(scene, fact, readings, taken, proposed)
        return Resolved(taken, proposed)


def units(scene: Scene, fact: str) -> list[tuple[int, int]]:
    """Token spans to look at: each sentence; the whole message too where it answers."""
    spans = list(scene.message.sentences)[:MOST_UNITS]
    if scene.asks(fact) and 1 < len(spans) <= WHOLE:
        spans.append((0, len(scene.tokens) - 1))
    return spans


def _reading(head: Head, features: set[str], vector: Floats, span: tuple[int, int]) -> Reading:
    chances = head.probabilities(features, vector)
    stated = {value: chance for value, chance in chances.items() if value != UNSAID}
    value = max(stated, key=lambda v: stated[v])
    return Reading(value, stated[value], *span, chances)


def _around(scene: Scene, rule: Finding | None) -> list[tuple[int, int]]:
    """The comma-bounded piece a rule found its value in, which a long sentence may drown."""
    if rule is None:
        return []
    return [(scene.reach(rule.first, "segment")[0], scene.reach(rule.last, "segment")[1])]


def _decide(
    scene: Scene,
    fact: str,
    readings: Sequence[Reading],
    taken: dict[str, Finding],
    proposed: dict[str, Finding],
) -> None:
    """Changes ``taken`` and ``proposed`` as the head's best reading asks for."""
    asked = scene.asks(fact)
    best = max(readings, key=lambda reading: reading.chance)
    rule = taken.get(fact)
    if rule is None:
        if asked and _names_others(scene):
            return
        rank = OPEN if asked else EXPLICIT
        finding = Finding(fact, best.value, best.first, best.last, rank, best.chance >= SURE)
        if finding.sure:
            taken[fact] = finding
        elif asked and best.chance >= LIKELY and not _told(scene, best, taken):
            proposed.setdefault(fact, finding)
    elif rule is not None and isinstance(rule.value, str) and len(scene.tokens) > BRIEF:
        said = str(rule.value)
        if max(reading.chances.get(said, 1.0) for reading in readings) < UNLIKELY:
            proposed[fact] = taken.pop(fact)


def _names_others(scene: Scene) -> bool:
    """Facts are called by name, and none of them is one the question asks for."""
    named = {label.removeprefix("name:") for label in scene.labels("name:")}
    return bool(named) and not named & set(scene.asked_for)


def _told(scene: Scene, reading: Reading, taken: Mapping[str, Finding]) -> bool:
    """What the words state plainly of something not asked for is seldom said of this fact too."""
    others = (f for fact, f in taken.items() if not scene.asks(fact))
    return any(reading.first <= found.first <= reading.last for found in others)


def _text(scene: Scene, first: int, last: int) -> str:
    start, end = scene.message.span(first, last)
    return scene.message.text[start:end]
