"""One message with everything later steps look at: matches, quantities, what is being asked."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from knowledge.reading.frequencies import Frequency, find_frequencies
from knowledge.reading.phrases import Match
from knowledge.reading.quantities import Quantity, find_quantities
from knowledge.reading.sayings import Sayings
from knowledge.reading.tokens import Message, Token
from knowledge.shapes import JsonValue

Scope = Literal["segment", "clause", "sentence"]
EXPLICIT, OPEN, BARE = 3, 2, 1
NEGATION_REACH = 4
MOST_QUANTITIES = 60
SHORT_QUERY = 4
MOST_MATCHES = 40
SCOPES: tuple[Scope, ...] = ("segment", "clause", "sentence")
_TURNING = frozenset({"but", "however", "though", "although"})


@dataclass(frozen=True, slots=True)
class Finding:
    """``fact`` has ``value``, said by the tokens ``first``..``last``.

    ``rank`` is EXPLICIT (the words name it), OPEN (they answer the open question) or BARE (a
    yes or no); a finding that is not ``sure`` is only proposed.
    """

    fact: str
    value: JsonValue
    first: int
    last: int
    rank: int = EXPLICIT
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """The message and what stands where in it. ``asked_for`` are the facts of the open question."""

    message: Message
    sayings: Sayings
    topic: str | None
    asked_for: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    frequencies: tuple[Frequency, ...]
    what_if: bool
    _by_label: Mapping[str, list[Match]] = field(repr=False)
    _reaches: Mapping[str, list[tuple[int, int]]] = field(repr=False)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Words and numbers of the message."""
        return self.message.tokens

    def matches(self, label: str) -> list[Match]:
        """Matches with exactly this label, in order."""
        return self._by_label.get(label, [])

    def within(self, label: str, first: int, last: int) -> Iterator[Match]:
        """Matches with this label that lie wholly within the tokens ``first``..``last``."""
        found = self.matches(label)
        for at in range(bisect_left(found, first, key=lambda m: m.first), len(found)):
            if found[at].first > last:
                return
            if found[at].last <= last:
                yield found[at]

    def labels(self, prefix: str) -> list[str]:
        """Labels that were matched and begin with ``prefix``."""
        return [label for label in self._by_label if label.startswith(prefix)]

    def cue(self, name: str, first: int, last: int) -> bool:
        """Whether the cue is said wholly within the tokens ``first``..``last``."""
        return next(self.within(f"cue:{name}", first, last), None) is not None

    def cued(self, name: str) -> bool:
        """Whether the cue is said anywhere."""
        return bool(self.matches(f"cue:{name}"))

    def reach(self, at: int, scope: Scope) -> tuple[int, int]:
        """First and last token of the segment, clause or sentence around ``at``."""
        return self._reaches[scope][at]

    def cue_around(self, name: str, at: int, scope: Scope) -> bool:
        """Whether the cue is said in the same segment, clause or sentence."""
        return self.cue(name, *self.reach(at, scope))

    def negated(self, at: int) -> bool:
        """A negating word shortly before ``at``, in the same segment, an odd number of times."""
        first = max(self.reach(at, "segment")[0], at - NEGATION_REACH)
        negators = {
            match.first
            for match in self.within("cue:negator", first, at - 1)
            if not self._harmless(match.first)
        }
        return len(negators) % 2 == 1

    def _harmless(self, at: int) -> bool:
        """ "not only", "no doubt": the word at ``at`` denies nothing."""
        return any(m.last >= at for m in self.within("cue:not_negator", at - 2, at + 2)
                   if m.first <= at)  # fmt: skip

    def imagined(self, first: int, last: int | None = None) -> bool:
        """Said as a possibility only: "if we had …", "we could generate …"."""
        if self.what_if:
            return False
        last = first if last is None else last
        sentence_first = self.reach(first, "sentence")[0]
        clause_last = self.reach(first, "clause")[1]
        return any(
            (m.last < first or last < m.first)
            and not self._turned(m.last, first)
            and (m.first < first or self.tokens[m.first].segment == self.tokens[first].segment)
            for m in self.within("cue:hypothetical", sentence_first, clause_last)
        )

    def _turned(self, first: int, last: int) -> bool:
        """ "but" stands between: what was imagined before does not reach beyond it."""
        return any(word in _TURNING for word in self.message.words(first + 1, last - 1))

    def in_question(self, at: int) -> bool:
        """Within a sentence that asks; "maybe 300?" is only said with a doubt."""
        first, last = self.reach(at, "sentence")
        asks = last - first >= SHORT_QUERY or self.cue("question", first, min(first + 2, last))
        return self.message.asked[self.tokens[at].sentence] and asks

    def stands_alone(self, quantity: Quantity) -> bool:
        """Nothing counted follows the number: the segment ends or goes on with small words."""
        after = quantity.last + 1
        last = self.reach(quantity.last, "segment")[1]
        return quantity.last == last or any(
            match.first == after for match in self.within("cue:filler", after, last)
        )

    def asks(self, fact: str) -> bool:
        """Whether the open question asks for this fact."""
        return fact in self.asked_for


def make_scene(
    message: Message, sayings: Sayings, topic: str | None, asked_for: Sequence[str]
) -> Scene:
    """Find everything there is to find, once."""
    by_label: dict[str, list[Match]] = defaultdict(list)
    for match in sayings.book.find(message.tokens):
        group = by_label[match.label]
        if match.label.startswith("cue:") or len(group) < MOST_MATCHES:
            group.append(match)
    what_if = any(m.first <= 3 for m in by_label.get("cue:what_if", []))
    return Scene(
        message,
        sayings,
        topic,
        (*asked_for, *_referred_to(by_label)),
        tuple(find_quantities(message.tokens)[:MOST_QUANTITIES]),
        tuple(find_frequencies(message.tokens)[:MOST_QUANTITIES]),
        what_if,
        by_label,
        {scope: _reaches(message.tokens, scope) for scope in SCOPES},
    )


def _reaches(tokens: Sequence[Token], scope: Scope) -> list[tuple[int, int]]:
    """For each token the first and last token of the stretch it stands in."""
    spans: list[tuple[int, int]] = []
    for _, group in groupby(range(len(tokens)), key=lambda at: getattr(tokens[at], scope)):
        members = list(group)
        spans += [(members[0], members[-1])] * len(members)
    return spans


def _referred_to(by_label: dict[str, list[Match]]) -> list[str]:
    """Facts a message points back to: "on the data question: …"."""
    return [
        label.removeprefix("name:")
        for label, named in by_label.items()
        if label.startswith("name:")
        and any(
            refer.first < name.first and name.last <= refer.last
            for refer in by_label.get("cue:refer", [])
            for name in named
        )
    ]
