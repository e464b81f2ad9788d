"""The words of a question: how rare each is in the library, and how many of them a text has."""

import math
import re
import unicodedata
from collections.abc import Mapping

from knowledge.documents.library import Library
from knowledge.lexical import FINE_TUNE, stem

REMEMBERED = 10_000
ENDING = r"\w{0,6}\b"


class DocumentFrequencies:
    """How many passages hold a word, remembered until the library changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: tuple[str, int, dict[str, int]] = ("", 0, {})

    def of(self, word: str) -> int:
        """The number of passages with ``word`` in any of its forms."""
        _, size, held = self._current()
        count = held.get(word)
        if count is None:
            count = self._library.holding(word, size)
            if len(held) >= REMEMBERED:
                held.clear()
            held[word] = count
        return count

    def rarity(self, holding: int) -> float:
        """The inverse document frequency of a word that ``holding`` passages have."""
        _, size, _ = self._current()
        return math.log(1 + (max(0, size - holding) + 0.5) / (holding + 0.5))

    def _current(self) -> tuple[str, int, dict[str, int]]:
        generation = self._library.generation()
        if self._known[0] != generation:
            self._known = (generation, self._library.count(), {})
        return self._known


class TermOverlap:
    """How much of the weight of some words a text has, in any of their forms."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights: dict[str, float] = {}
        for word, weight in weights.items():
            root = stem(word)
            self._weights[root] = max(weight, self._weights.get(root, 0.0))
        self._total = sum(self._weights.values()) or 1.0
        forms = "|".join(map(_form, sorted(self._weights, key=len, reverse=True)))
        self._pattern = re.compile(rf"\b(?:{forms}){ENDING}") if forms else None

    def of(self, text: str) -> float:
        """Between 0 and 1."""
        if self._pattern is None:
            return 0.0
        found = {stem(each) for each in self._pattern.findall(_plain(text))}
        return sum(self._weights.get(root, 0.0) for root in found) / self._total


def _form(root: str) -> str:
    """A pattern for the beginning of a root's forms: "compan" of "company" and "companies"."""
    return re.escape(root[:-1]) + "[yi]" if root.endswith("y") else re.escape(root)


def _plain(text: str) -> str:
    """As :func:`knowledge.lexical.words` sees it: lower case, no accents, "finetuning"."""
    plain = text.lower()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
    return FINE_TUNE.sub("fine", plain)
