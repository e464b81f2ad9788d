"""What a trained head looks at: words around a place, what phrases and cues stand there.

Every feature is a short string. Words are cut to a rough stem so that "labelled" and "labelling"
are one; numbers are named by their kind, so that a head learns from contexts and not from values.
"""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import Finding, Scene

NEAR, FAR = 4, 8
ADJACENT = 2
PAIRS = 3
REACH = 5
STEM = 4
ASKED, UNASKED = "asked", "unasked"
TELLING = (
    "target", "strong_target", "target_after", "best", "strong_best", "wrong", "correct",
    "technique", "example_noun", "labelling", "raw_noun", "item_noun", "caller", "length",
    "budget", "deadline",
)  # fmt: skip
_ENDINGS = ("ings", "ing", "edly", "ions", "ion", "ed", "ies", "es", "s", "ly")


def stem(word: str) -> str:
    """The word without a common ending, at least ``STEM`` letters long."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def words_of(scene: Scene) -> list[str]:
    """Stem of every token, or ``#kind`` where it is part of a quantity."""
    words = [stem(token.word) for token in scene.tokens]
    for quantity in scene.quantities:
        for at in range(quantity.first, quantity.last + 1):
            words[at] = f"#{quantity.kind}"
    return words


def number_features(scene: Scene, quantity: Quantity, words: list[str]) -> set[str]:
    """What tells which fact the quantity belongs to; ``words`` as of :func:`words_of`."""
    return {
        *_nature(scene, quantity),
        *_surroundings(scene, quantity, words),
        *_signals(scene, quantity),
        *_nearest(scene, quantity),
    }


def _nature(scene: Scene, quantity: Quantity) -> Iterator[str]:
    kind, low = quantity.kind, quantity.low
    alone = scene.stands_alone(quantity)
    size = "part" if low <= 1 else "percent" if low <= 100 else "many"
    yield from (f"kind={kind}", f"size={kind}:{math.floor(math.log10(low)) if low >= 1 else -1}")
    yield from (f"topic={kind}:{scene.topic}", f"open={kind}:{scene.topic}:{alone}:{size}")
    for fact in scene.asked_for:
        yield from (f"asked={fact}:{kind}", f"asked={fact}:{kind}:{alone}")
    if quantity.period:
        yield f"period={round(quantity.period)}"
    yield f"bound={quantity.number.bound}"
    yield f"composed={quantity.composed}"
    for name, holds in (
        ("asks", scene.in_question(quantity.first) and not scene.what_if),
        ("imagined", scene.imagined(quantity.first)),
        ("negated", scene.negated(quantity.first)),
    ):
        if holds:
            yield name
    same = [other for other in scene.quantities if other.kind == kind]
    yield f"nth={kind}:{min(same.index(quantity), 2)}/{min(len(same), 3)}"
    if len(same) > 1:
        amounts = [other.low for other in same]
        rank = "most" if low == max(amounts) else "least" if low == min(amounts) else "between"
        yield f"rank={kind}:{rank}"


def _surroundings(scene: Scene, quantity: Quantity, words: list[str]) -> Iterator[str]:
    first, last = scene.reach(quantity.first, "sentence")
    for distance in range(1, FAR + 1):
        for side, at, step in (
            ("L", quantity.first - distance, 1),
            ("R", quantity.last + distance, 1),
        ):
            word = _word(words, at)
            if not first <= at <= last and word not in ("^", "$"):
                continue
            yield f"{side}w={word}"
            if distance <= NEAR:
                yield f"{side}n={word}"
            if distance <= PAIRS:
                yield f"{side}{distance}b={word}_{_word(words, at + step)}"
            if distance <= ADJACENT:
                yield f"{side}{distance}={word}"
    first, last = scene.reach(quantity.first, "segment")
    yield from (f"g={word}" for word in words[first : last + 1])
    yield f"kR={quantity.kind}:{_word(words, quantity.last + 1)}"
    yield f"kL={quantity.kind}:{_word(words, quantity.first - 1)}"


def _word(words: list[str], at: int) -> str:
    if at < 0:
        return "^"
    return words[at] if at < len(words) else "$"


def _signals(scene: Scene, quantity: Quantity) -> Iterator[str]:
    """Phrases and cues of the sayings, by where they stand from the quantity."""
    segment = scene.reach(quantity.first, "segment")
    for label in scene.labels(""):
        for match in scene.matches(label):
            if segment[0] <= match.first <= segment[1]:
                yield f"lg={label}"
            if quantity.last < match.first <= quantity.last + REACH:
                yield f"lR={label}"
            if quantity.first - REACH <= match.last < quantity.first:
                yield f"lL={label}"


def _nearest(scene: Scene, quantity: Quantity) -> Iterator[str]:
    """The telling cue next to the quantity in its sentence, on either side."""
    first, last = scene.reach(quantity.first, "sentence")
    before: tuple[int, str] = (first - 1, "")
    behind: tuple[int, str] = (last + 1, "")
    for name in TELLING:
        for match in scene.within(f"cue:{name}", first, last):
            if match.last < quantity.first:
                before = max(before, (match.last, name))
            elif match.first > quantity.last:
                behind = min(behind, (match.first, name))
    for side, (_, name) in (("L", before), ("R", behind)):
        if name:
            yield from (f"N{side}={name}", f"N{side}={quantity.kind}:{name}")


def grams(scene: Scene, first: int, last: int, words: list[str]) -> set[str]:
    """Words, neighbours and known phrases among the tokens ``first``..``last``."""
    said = words[first : last + 1]
    found = {f"w={word}" for word in said}
    found |= {f"b={a}_{b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)}
    found |= {f"j={a}_{b}" for a, b in zip(said, said[2:], strict=False)}
    found |= {f"t={a}_{b}_{c}" for a, b, c in zip(said, said[1:], said[2:], strict=False)}
    for label in scene.labels(""):
        if next(scene.within(label, first, last), None) is not None:
            found.add(f"l={label}")
    if scene.message.asked[scene.tokens[first].sentence]:
        found.add("asks")
    found.add(f"length={min(len(said), 12) // 3}")
    return found


def statement_features(
    scene: Scene, fact: str, span: tuple[int, int], seen: set[str], found: Iterable[Finding]
) -> set[str]:
    """What tells whether the tokens of ``span`` state a value of ``fact``.

    ``seen`` are their :func:`grams`, ``found`` all findings by phrases and numbers; what the open
    question asks for is seen apart from what is said unasked.
    """
    rules = {
        f"rule={f.value}:{f.rank}:{f.sure}"
        for f in found
        if f.fact == fact and span[0] <= f.first <= span[1]
    }
    every = seen | (rules or {"rule=none"})
    context = ASKED if scene.asks(fact) else UNASKED
    return {*every, *(f"{context}:{gram}" for gram in every), context}


def seen_vector(vector: NDArray[np.float32], *, asked: bool) -> NDArray[np.float32]:
    """The embedding for any context beside the same for an answer: twice its dimensions."""
    return np.concatenate([vector, vector if asked else np.zeros_like(vector)])
