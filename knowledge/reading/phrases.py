"""A small phrase language and a matcher that is linear in the message.

A phrase is words in order. ``a|b`` are alternatives, ``word*`` a prefix, ``word?`` may be
missing, ``<name>`` a named list of words, ``_3`` up to three words of any kind, ``#`` a number.
Gaps are bounded and stay inside one clause, so no phrase can make matching slow.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.tokens import CONTRACTED, Token, fold

LONGEST_GAP = 6
SHORTEST_PREFIX = 2
DENIALS = frozenset(
    {"not", "no", "never", "without", "zero", "none", "nobody", "noone", "dont", "doesnt", "didnt",
     "isnt", "arent", "wasnt", "werent", "wont", "cant", "cannot", "havent", "hasnt", "hadnt"}
)  # fmt: skip

DENYING = frozenset(CONTRACTED.values())


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what is wrong with which phrase."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: words and prefixes it accepts, or a gap of up to ``gap`` words."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0
    number: bool = False

    def accepts(self, token: Token) -> bool:
        """Whether this one token fits here."""
        if self.number and token.kind == "number":
            return True
        word = token.word
        if word in self.words or (word in DENYING and "not" in self.words):
            return True
        return bool(self.prefixes) and word.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Match:
    """``label`` was said by the tokens ``first``..``last`` inclusive."""

    label: str
    first: int
    last: int


Phrase = tuple[Element, ...]


def parse_phrase(source: str, classes: Mapping[str, str]) -> Phrase:
    """Read one phrase; ``classes`` maps a name to its ``a|b|c*`` alternatives."""
    elements = tuple(_element(part, classes, source) for part in source.split())
    if all(element.optional or element.gap for element in elements):
        raise PhraseError(f"phrase {source!r} must have a word that is needed")
    if elements[0].gap or elements[-1].gap:
        raise PhraseError(f"phrase {source!r} must begin and end with a word")
    return elements


def contracted(phrase: Phrase) -> Phrase | None:
    """The phrase with its "is not" read as "isn't", as messages are; None where it has none."""
    for at, (helper, denial) in enumerate(pairwise(phrase)):
        words = frozenset(CONTRACTED[word] for word in helper.words if word in CONTRACTED)
        if words and "not" in denial.words:
            return (*phrase[:at], Element(words), *phrase[at + 2 :])
    return None


def _element(part: str, classes: Mapping[str, str], source: str) -> Element:
    if part.startswith("_"):
        size = part[1:]
        if not size.isdigit() or not 1 <= int(size) <= LONGEST_GAP:
            raise PhraseError(f"gap {part!r} in {source!r} must be _1 to _{LONGEST_GAP}")
        return Element(gap=int(size))
    alternatives = _alternatives(part.removesuffix("?"), classes, source)
    prefixes = tuple(word.removesuffix("*") for word in alternatives if word.endswith("*"))
    if not all(alternatives) or any(len(prefix) < SHORTEST_PREFIX for prefix in prefixes):
        raise PhraseError(f"{part!r} in {source!r}: a word is empty or a prefix too short")
    words = frozenset(word for word in alternatives if word != "#" and not word.endswith("*"))
    return Element(words, prefixes, optional=part.endswith("?"), number="#" in alternatives)


def _alternatives(body: str, classes: Mapping[str, str], source: str) -> list[str]:
    words: list[str] = []
    for word in body.split("|"):
        if not (word.startswith("<") and word.endswith(">")):
            words.append(fold(word))
        elif word[1:-1] in classes:
            words += [fold(alternative) for alternative in classes[word[1:-1]].split("|")]
        else:
            raise PhraseError(f"{word} in {source!r} names no list under [words]")
    return words


class Phrasebook:
    """Labelled phrases, found by the first word that could begin them."""

    def __init__(self, phrases: Iterable[tuple[str, Phrase]]) -> None:
        self._by_word: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._by_prefix: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._by_number: list[tuple[str, Phrase]] = []
        for label, phrase in phrases:
            self._add(label, phrase)
            denied = contracted(phrase)
            if denied is not None:
                self._add(label, denied)
        self._prefix_sizes = sorted({len(prefix) for prefix in self._by_prefix})

    def _add(self, label: str, phrase: Phrase) -> None:
        while phrase:
            for word in phrase[0].words:
                self._by_word[word].append((label, phrase))
            for prefix in phrase[0].prefixes:
                self._by_prefix[prefix].append((label, phrase))
            if phrase[0].number:
                self._by_number.append((label, phrase))
            if not phrase[0].optional:
                return
            phrase = phrase[1:]

    def vocabulary(self) -> frozenset[str]:
        """Every whole word some phrase begins with or contains."""
        phrases = [phrase for group in self._by_word.values() for _, phrase in group]
        phrases += [phrase for group in self._by_prefix.values() for _, phrase in group]
        return frozenset(w for phrase in phrases for element in phrase for w in element.words)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """All matches, longest first at each place, in the order of the message."""
        found: list[Match] = []
        for first, token in enumerate(tokens):
            for label, phrase in self._candidates(token):
                last = _match(phrase, tokens, first)
                if last is not None:
                    found.append(Match(label, first, last))
        return found

    def _candidates(self, token: Token) -> Iterator[tuple[str, Phrase]]:
        if token.kind == "number":
            yield from self._by_number
        word = token.word
        yield from self._by_word.get(word, ())
        if word in DENYING:
            yield from self._by_word.get("not", ())
        for size in self._prefix_sizes:
            if size > len(word):
                break
            yield from self._by_prefix.get(word[:size], ())


def _match(phrase: Phrase, tokens: Sequence[Token], first: int) -> int | None:
    """The last token of the phrase begun at ``first``, or None. The longest reading counts."""
    clause = tokens[first].clause
    reachable = {first}
    for element in phrase:
        following: set[int] = set()
        for at in reachable:
            if element.gap:
                following.update(_stepped(tokens, at, element.gap))
                continue
            if element.optional:
                following.add(at)
            fits = at < len(tokens) and tokens[at].clause == clause
            if fits and element.accepts(tokens[at]):
                following.add(at + 1)
        if not following:
            return None
        reachable = following
    return max(reachable) - 1


def _stepped(tokens: Sequence[Token], at: int, most: int) -> Iterator[int]:
    """Places a gap may end at; it never swallows a word that denies."""
    yield at
    for place in range(at, min(at + most, len(tokens))):
        if tokens[place].word in DENIALS:
            return
        yield place + 1
