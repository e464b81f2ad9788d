"""What a number counts: the noun behind it, and the unit it is said for ("each", "per branch")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.quantity import Quantity
from knowledge.reading.tokens import Token
from knowledge.reading.units import SECONDS

NOUN_WORDS = 4
UNIT_REACH = 7
FRONT_REACH = 7
FEW = 5
ARTICLE_REACH = 2
_STOPS_SAID = """
a an the per each every in on at of with for from to by and or but is are was were will would which
that who have has do does did use uses used ask asks send sends get gets it they we i our times /
"""
_STOPS = frozenset(_STOPS_SAID.split())
_DISTRIBUTING = frozenset(["per", "each", "every", "a", "an", "/"])
_ENDING = frozenset(["per", "a", "an", "with", "every", "on", "in", "and", "so", "/", "according"])
_SIZES_SAID = """
words word pages page characters chars lines sentences paragraphs columns fields votes annotators
reviewers people raters experts labels minutes seconds hours hrs options choices cents ghz kb mb
"""
_SIZES = frozenset(_SIZES_SAID.split())
_CALLS_SAID = """
call calls request requests completion completions query queries prompt prompts
"""
_CALLS = frozenset(_CALLS_SAID.split())
_THEM = frozenset(["them", "us", "those", "these"])
_PEOPLE = (
    "ers", "ors", "ists", "ians", "yees", "eons", "ants", "reps", "techs", "staff", "people", "ppl",
    "nurses", "agents", "clerks", "students", "seats", "shops", "stores", "devs",
)  # fmt: skip
_NOT_PEOPLE = frozenset(["letters", "orders", "papers", "answers", "numbers", "errors", "headers"])


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is said for: the stem of a noun, or empty for a mere "each"."""

    noun: str
    at: int


def stem(word: str) -> str:
    """``classes`` and ``class``, ``queries`` and ``query`` alike."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def nouns(tokens: Sequence[Token], quantity: Quantity) -> list[str]:
    """Stems of the words counted: "20 product classes" gives product and class; for "intents
    (16)" and "users: 45,000" the word in front; "them" for "there are 1,100 of them"."""
    at = quantity.number.last + 1
    if [t.word for t in tokens[at : at + 1]] == ["of"] and at + 1 < len(tokens):
        there = any(t.word.startswith("there") for t in tokens[max(at - 5, 0) : at])
        return ["them"] if there and tokens[at + 1].word in _THEM else []
    found = [
        "them" if token.word in _THEM else stem(token.word) for token in _counted(tokens, quantity)
    ]
    if found or quantity.first == 0:
        return found
    before = tokens[quantity.first - 1]
    apart = before.clause != tokens[quantity.first].clause or quantity.kind == "rate"
    return [stem(before.word)] if apart and before.kind == "word" else []


def _counted(tokens: Sequence[Token], quantity: Quantity) -> Iterator[Token]:
    at, segment = quantity.number.last + 1, tokens[quantity.number.last].segment
    for token in tokens[at : at + NOUN_WORDS]:
        if token.segment != segment or token.kind == "number" or token.word in _STOPS:
            return
        yield token


def of_people(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether people (or what stands for them: seats, shops) are counted."""
    counted = _counted(tokens, quantity)
    return any(t.word.endswith(_PEOPLE) and t.word not in _NOT_PEOPLE for t in counted)


def sizes(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """How long or by how many each is: "200 words each", "by two annotators"."""
    before = tokens[quantity.first - 1].word if quantity.first else ""
    small = quantity.low <= FEW and quantity.kind == "count" and not nouns(tokens, quantity)
    people = quantity.low <= FEW and quantity.kind == "count" and of_people(tokens, quantity)
    return before in ("by", "of") or measures(tokens, quantity) or small or people


def measures(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether something is measured, not counted: words, pages, cents, "40x"."""
    behind = tokens[quantity.number.last + 1 : quantity.number.last + 3]
    magnified = bool(behind) and behind[0].word == "x" and behind[0].glued
    return magnified or bool({token.word for token in behind} & _SIZES)


def of_calls(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether calls of the model are counted."""
    at = quantity.number.last + 1
    return bool({token.word for token in tokens[at : at + 3]} & _CALLS)


def units(tokens: Sequence[Token], quantity: Quantity) -> Iterator[Unit]:
    """The units an amount is said for, behind it and in front of it."""
    first, segment = tokens[quantity.first].segment, tokens[quantity.last].segment
    stop = min(quantity.last + UNIT_REACH, len(tokens) - 1)
    for at in range(quantity.number.last + 1, stop + 1):
        token = tokens[at]
        if token.segment != segment or (token.kind == "number" and at > quantity.last):
            break
        if token.word == "apiece" or (token.word == "each" and _ends(tokens, at)):
            yield Unit("", at)
        elif token.word in _DISTRIBUTING and not _loose(token, at - quantity.number.last):
            yield from _named(tokens, at)
    for at in range(max(quantity.first - FRONT_REACH, 0), quantity.first):
        between = tokens[at + 1 : quantity.first]
        if tokens[at].segment != first or tokens[at].word not in ("per", "each", "every"):
            continue
        if not any(token.kind == "number" for token in between):
            yield from _named(tokens, at)
            if tokens[at].word == "each" and _next(tokens, at) not in ("one", "of"):
                yield Unit("", at)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Nothing follows "each" that it could belong to: "20 notes each", "5 each per day"."""
    behind = tokens[at + 1 : at + 3]
    if not behind or behind[0].segment != tokens[at].segment or behind[0].kind == "number":
        return True
    return behind[0].word in _ENDING


def _loose(token: Token, distance: int) -> bool:
    """ "40 an evening" names a unit, "740 notes carry a grade" does not."""
    return token.word in ("a", "an") and distance > ARTICLE_REACH


def _next(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].word if at + 1 < len(tokens) else ""


def _named(tokens: Sequence[Token], at: int) -> Iterator[Unit]:
    """The unit named behind the word at ``at``; a period ("a day") is none."""
    behind = [token for token in tokens[at + 1 : at + 4] if token.segment == tokens[at].segment]
    word = behind[0].word if behind else ""
    if not word or behind[0].kind != "word" or word in _STOPS or word == "one":
        return
    if word in SECONDS and word != "shift":
        return
    if len(behind) > 1 and behind[1].word in SECONDS:
        return
    yield Unit(stem(word), at)
    if len(behind) > 1 and behind[1].kind == "word" and behind[1].word not in _STOPS:
        yield Unit(stem(behind[1].word), at)
