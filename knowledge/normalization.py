"""Questions in the words the embedding model knows.

The model was trained on edited English. Chat shorthand is written out, and a question mostly in
another language is put into English word by word: rough, but most of the meaning survives.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from knowledge.lexical import STOP_WORDS
from knowledge.strict import Table

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SPACES = re.compile(r"\s+")
# English words that the glossary holds too; they are no evidence of another language.
ENGLISH = STOP_WORDS | {
    *("ai", "all", "any", "car", "come", "data", "die", "get", "hat", "like", "model"),
    *("need", "no", "not", "note", "one", "plus", "some", "take", "want"),
}
# A question is foreign when this share of its words is in the glossary.
FOREIGN = 1 / 3


class Normalizer:
    """Rewrites texts; the same for what is searched and for what is asked."""

    def __init__(self, shorthand: Mapping[str, str], english: Mapping[str, str]) -> None:
        """``shorthand``: short → meant. ``english``: word of another language → English."""
        self._shorthand = shorthand
        self._english = english

    @classmethod
    def load(cls, folder: Path) -> "Normalizer":
        """With ``shorthand.toml`` and ``glossary.toml`` of ``folder``.

        Raises:
            RulebookError: a file is missing or malformed, or a word of the glossary has two
                meanings.
        """
        table = Table.read(folder / "shorthand.toml")
        table.expect(("fillers", "meant"))
        meant = table.table("meant")
        shorthand = dict.fromkeys(table.texts("fillers"), "")
        shorthand |= {name: meant.text(name) for name in meant.names()}
        glossary = Table.read(folder / "glossary.toml")
        english: dict[str, str] = {}
        for name in glossary.names():
            for word in glossary.texts(name):
                if english.setdefault(word, name) != name:
                    raise glossary.fault(name, f"{word!r} is {english[word]!r} too", "keep one")
        return cls(shorthand, english)

    def plain(self, text: str) -> str:
        """``text`` in plain English words; what is unknown stays as it is."""
        rewrite = self._translated if self._foreign(text) else self._written_out
        return SPACES.sub(" ", WORD.sub(lambda found: rewrite(found[0]), text)).strip()

    def _foreign(self, text: str) -> bool:
        words = [part for word in WORD.findall(text) for part in self._parts(word)]
        known = sum(word in self._english and word not in ENGLISH for word in words)
        english = sum(word in ENGLISH and word not in self._english for word in words)
        return known > english and known >= FOREIGN * len(words)

    def _translated(self, word: str) -> str:
        parts = self._parts(word)
        if not any(part in self._english for part in parts):
            return word
        return " ".join(self._english.get(part, part) for part in parts)

    def _written_out(self, word: str) -> str:
        return self._shorthand.get(word.lower(), word)

    def _parts(self, word: str) -> list[str]:
        """Without accents, and in two at the apostrophe of an elision ("l'erreur")."""
        letters = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return [bare] if bare in self._english else bare.split("'")
