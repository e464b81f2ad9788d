"""Text into tokens, clauses and sentences, each knowing where it stands in the message.

Everything after this module works on tokens; offsets lead back to the exact words the person
typed, so evidence is always a piece of the message.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

READ_AT_MOST = 8_000

_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])\.)?\d{1,15}(?:[.,]\d{1,15}){0,5})"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’`][^\W\d_]+)*)"
    r"|(?P<mark>[^\w\s]|\n|_)"
)
_HIDDEN = re.compile(r"https?://\S{1,300}|<[^<>\n]{1,200}>|[\w.+-]{1,60}@[\w.-]{2,60}")
_SENTENCE_MARKS = frozenset(".!?\n…")
_CLAUSE_MARKS = frozenset(";:()[]{}—–|*•")
_DASHES = frozenset("-‐‑–—")
_TURNS = frozenset(
    {
        "but", "though", "although", "however", "whereas", "while", "otherwise", "because",
        "pero", "aber", "mais",
    }
)  # fmt: skip
_ALL_OR_NONE = frozenset({"nobody", "noone", "nothing", "anything", "everything"})
# "does not" is read as "doesn't": one way to deny, whichever was typed.
CONTRACTED = {
    "do": "dont", "does": "doesnt", "did": "didnt", "is": "isnt", "are": "arent", "was": "wasnt",
    "were": "werent", "would": "wouldnt", "could": "couldnt", "should": "shouldnt", "has": "hasnt",
    "have": "havent", "had": "hadnt", "must": "mustnt", "will": "wont", "can": "cant",
}  # fmt: skip
_ABBREVIATIONS = frozenset({"eg", "ie", "etc", "vs", "approx", "ca", "incl", "e", "g", "i", "al"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. ``word`` is folded: lower case, no accents, no apostrophes."""

    word: str
    start: int
    end: int
    kind: Literal["word", "number", "mark"]
    glued: bool
    sentence: int = 0
    clause: int = 0
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message as tokens. ``tokens`` holds words and numbers, ``marks`` every token."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    asked: tuple[bool, ...]

    def words(self, first: int, last: int) -> list[str]:
        """Folded words of the tokens ``first``..``last`` inclusive."""
        return [token.word for token in self.tokens[max(first, 0) : last + 1]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character span of the tokens ``first``..``last`` inclusive."""
        return self.tokens[first].start, self.tokens[last].end


def fold(word: str) -> str:
    """Lower case without accents and apostrophes: ``Sí`` → ``si``, ``Don’t`` → ``dont``."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’`")


def tokenize(text: str) -> Message:
    """Split the first ``READ_AT_MOST`` characters of ``text``; links and tags are not read."""
    readable = _HIDDEN.sub(lambda m: " " * len(m.group()), text[:READ_AT_MOST])
    raw = _contracted(_raw_tokens(readable))
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    asked: list[bool] = []
    clause = segment = sentence = opened = 0
    for i, token in enumerate(raw):
        if token.kind != "mark":
            if token.word in _TURNS and not _excepts(token, tokens):
                clause, segment = clause + 1, segment + 1
            tokens.append(_placed(token, sentence, clause, segment))
            continue
        if _ends_sentence(raw, i, readable):
            clause, segment = clause + 1, segment + 1
            if len(tokens) > opened:
                sentences.append((opened, len(tokens) - 1))
                asked.append(token.word == "?")
                sentence, opened = sentence + 1, len(tokens)
            elif token.word == "?" and asked:
                asked[-1] = True
        elif token.word in _CLAUSE_MARKS or (token.word in _DASHES and not token.glued):
            clause, segment = clause + 1, segment + 1
        elif token.word == ",":
            segment += 1
        if token.word in "%$€£~<>+/-≤≥¿=&#×":
            tokens.append(_placed(token, sentence, clause, segment))
    if len(tokens) > opened:
        sentences.append((opened, len(tokens) - 1))
        asked.append(False)
    return Message(text, tuple(tokens), tuple(sentences), tuple(asked))


def _excepts(token: Token, before: list[Token]) -> bool:
    """ "nobody but me": an exception and no turn."""
    return token.word == "but" and bool(before) and before[-1].word in _ALL_OR_NONE


def _raw_tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = -1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        word = found.group()
        if kind == "word":
            word = fold(word)
        elif kind == "mark" and word in _DASHES:
            if _joins_words(text, found.start(), found.end()):
                continue
            word = "-"
        glued = found.start() == end
        end = found.end()
        tokens.append(Token(word, found.start(), end, _kind(kind), glued))
    return tokens


def _contracted(tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    for token in tokens:
        before = merged[-1] if merged else None
        if token.word == "not" and before and before.word in CONTRACTED:
            word, glued = CONTRACTED[before.word], before.glued
            merged[-1] = Token(word, before.start, token.end, "word", glued)
        else:
            merged.append(token)
    return merged


def _kind(name: str | None) -> Literal["word", "number", "mark"]:
    return "word" if name == "word" else "number" if name == "number" else "mark"


def _joins_words(text: str, start: int, end: int) -> bool:
    """A hyphen inside ``few-shot`` or ``300-token`` joins; one in ``2-3`` is a range."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not (before.isalnum() and after.isalnum()):
        return False
    return not (after.isdigit() and (before.isdigit() or before in "kKmM%"))


def _ends_sentence(raw: list[Token], i: int, text: str) -> bool:
    token = raw[i]
    if token.word not in _SENTENCE_MARKS:
        return False
    if token.word != ".":
        return True
    following = text[token.end : token.end + 2]
    if following[:1].isalnum():
        return False
    previous = raw[i - 1].word if i else ""
    return previous not in _ABBREVIATIONS or (previous == "etc" and following[1:].isupper())


def _placed(token: Token, sentence: int, clause: int, segment: int) -> Token:
    return Token(
        token.word, token.start, token.end, token.kind, token.glued, sentence, clause, segment
    )
