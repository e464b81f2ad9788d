"""Slips of the keyboard: the known word that a word one slip away from it means."""

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 6
SUBSTITUTION_FROM = 8


class Speller:
    """Words one slip away from a known word: a letter lost, doubled, swapped or (in long words)
    mistyped. The first letter must be right."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words = frozenset(w for w in vocabulary if len(w) >= SHORTEST and w.isalpha())
        self._shortened: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            for short in _deletions(word):
                self._shortened[short].add(word)

    def correct(self, word: str) -> str:
        """The known word meant, or ``word`` itself."""
        if len(word) < SHORTEST or len(word) > 20 or word in self._words or not word.isalpha():
            return word
        shortened = _deletions(word)
        meant = set(self._shortened.get(word, ()))
        meant.update(shortened & self._words)
        for short in shortened:
            meant.update(w for w in self._shortened.get(short, ()) if _slip(word, w))
        meant = {w for w in meant if w[0] == word[0] and not _inflected(word, w)}
        return meant.pop() if len(meant) == 1 else word


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _slip(typed: str, meant: str) -> bool:
    """Two neighbours swapped, or one letter mistyped in a long word."""
    if len(typed) != len(meant):
        return False
    differing = [i for i in range(len(typed)) if typed[i] != meant[i]]
    if len(differing) == 1:
        return len(meant) >= SUBSTITUTION_FROM
    a, b = differing[0], differing[-1]
    return len(differing) == 2 and b == a + 1 and typed[a] == meant[b] and typed[b] == meant[a]


def _inflected(typed: str, meant: str) -> bool:
    """ "months" for "month" is another form, not a slip."""
    endings = ("s", "d", "r", "n", "y")
    return (typed.startswith(meant) and typed.endswith(endings)) or (
        meant.startswith(typed) and meant.endswith(endings)
    )
