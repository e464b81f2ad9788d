"""The second signal: an answer whose words say nothing known, compared by meaning.

An embedding does not see negation and is never certain, so what is found here is only proposed.
The exemplars of a fact are encoded together with the first message that needs them: at most one
batched call a message.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.scene import OPEN, Finding, Scene

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

LEAST_SIMILARITY = 0.45
LEAST_MARGIN = 0.08
FEWEST_WORDS, MOST_WORDS = 3, 25


class Likeness:
    """Proposes the value whose exemplar is clearly nearest to an answer."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def propose(self, scene: Scene, fact: str) -> Finding | None:
        """The likely value of ``fact``, or None; nothing where a word denies something."""
        exemplars = scene.sayings.exemplars.get(fact, {})
        if not exemplars or not _comparable(scene):
            return None
        values = [value for value, texts in exemplars.items() for _ in texts]
        texts = [text for group in exemplars.values() for text in group]
        similar = self._similarities(scene.message.text, fact, texts)
        best = dict.fromkeys(exemplars, -1.0)
        for value, likeness in zip(values, similar, strict=True):
            best[value] = max(best[value], float(likeness))
        (first, nearest), (second, _) = sorted(((s, v) for v, s in best.items()), reverse=True)[:2]
        if first < LEAST_SIMILARITY or first - second < LEAST_MARGIN:
            return None
        return Finding(fact, nearest, 0, len(scene.tokens) - 1, OPEN, sure=False)

    def _similarities(self, text: str, fact: str, exemplars: list[str]) -> NDArray[np.float32]:
        known = self._vectors.get(fact)
        if known is None:
            encoded = self._encode([text, *exemplars])
            self._vectors[fact] = known = encoded[1:]
            return np.asarray(known @ encoded[0])
        return np.asarray(known @ self._encode([text])[0])


def _comparable(scene: Scene) -> bool:
    """A short statement without denial, doubt, number or question."""
    quiet = not any(
        scene.cued(cue) for cue in ("negator", "unsure", "skip", "depends", "retraction")
    )
    stated = not any(scene.message.asked) and not scene.quantities
    return quiet and stated and FEWEST_WORDS <= len(scene.tokens) <= MOST_WORDS
