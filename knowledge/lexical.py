"""Texts as words: stems, words for the same thing, and the letters words are made of."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.strict import Table

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
FINE_TUNE = re.compile(r"\bfine[\s-]+(?=tun)")
SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "edly",
    "ely",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)
SHORTEST_STEM = 3
LETTERS = (3, 4)
STOP_WORDS = frozenset(
    """
    a an and are as at be been being but by can could did do does for from had has have how i if
    in into is it its just me my of on or our shall should so such than that the their them then
    there these they this those to us was we were what when where which who whom whose why will
    with would you your yours am isn't don't doesn't it's that's what's i'm we're i've
    """.split()  # noqa: SIM905 - ninety quoted words would hide the list
)


class Analyzer:
    """Text to the terms that are compared: stems, and ``=name`` for each group of synonyms."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        self._groups: dict[str, set[str]] = defaultdict(set)
        for name, words in synonyms.items():
            for word in words:
                self._groups[stem(_plain(word))].add(f"={name}")

    @classmethod
    def load(cls, folder: Path) -> "Analyzer":
        """With the synonyms of ``folder/synonyms.toml``.

        Raises:
            RulebookError: the file is missing or malformed.
        """
        table = Table.read(folder / "synonyms.toml")
        return cls({name: table.texts(name) for name in table.names()})

    def terms(self, text: str) -> list[str]:
        """Every term of ``text``, stop words left out, in order."""
        found: list[str] = []
        for word in words(text):
            root = stem(word)
            found.append(root)
            found.extend(sorted(self._groups.get(root, ())))
        return found

    def features(self, text: str) -> list[str]:
        """The terms, and each word's groups of letters: slips and forms still share most."""
        return self.terms(text) + [group for word in words(text) for group in _letters(word)]


def words(text: str) -> list[str]:
    """Lower-case words without accents and stop words; "fine-tuning" is one word."""
    joined = FINE_TUNE.sub("fine", _plain(text))
    return [word for word in WORD.findall(joined) if word not in STOP_WORDS]


def stem(word: str) -> str:
    """The word without its commonest English endings; short words and numbers stay."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return _undoubled(word[: -len(suffix)] + ("y" if suffix in ("ies", "ied") else ""))
    return _undoubled(word)


def _letters(word: str) -> Iterator[str]:
    bounded = f"<{word}>"
    for size in LETTERS:
        for start in range(len(bounded) - size + 1):
            yield f"#{bounded[start : start + size]}"


def _undoubled(root: str) -> str:
    """ "stopp" and "stop" alike; done to every word, so "call" and "calls" stay alike too."""
    doubled = len(root) > SHORTEST_STEM and root[-1] == root[-2] and root[-1].isalpha()
    return root[:-1] if doubled else root


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))
