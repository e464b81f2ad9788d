"""Many findings into one value per fact: taken where the words are plain, proposed where not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.corrections import latest, retracting
from knowledge.reading.scene import BARE, EXPLICIT, Finding, Scene

MERGED = frozenset({"volatility"})
NOUN_REACH = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """One finding per fact, taken or only proposed."""

    taken: dict[str, Finding]
    proposed: dict[str, Finding]


def resolve(scene: Scene, numbers: Iterable[Finding], words: Iterable[Finding]) -> Resolved:
    """Numbers beat words for the same fact; explicit words beat what only the question gives."""
    counted, said = list(numbers), list(words)
    plain = _told_of_others(scene, [*counted, *said])
    by_number, by_word = _grouped(scene, counted, plain), _grouped(scene, said, plain)
    taken: dict[str, Finding] = {}
    proposed: dict[str, Finding] = {}
    for fact in sorted({*by_number, *by_word}):
        found = by_number.get(fact, [])
        if fact in MERGED or not any(f.sure for f in found):
            found = found + by_word.get(fact, [])
        best = _best(scene, fact, latest(scene, found))
        (taken if best.sure else proposed)[fact] = best
    return Resolved(taken, proposed)


def _told_of_others(scene: Scene, findings: Iterable[Finding]) -> frozenset[int]:
    """Segments whose words plainly name a fact the open question does not ask for."""
    return frozenset(
        scene.tokens[at].segment
        for finding in findings
        if finding.rank == EXPLICIT and not scene.asks(finding.fact)
        for at in (finding.first, finding.last)
    )


def _grouped(
    scene: Scene, findings: Iterable[Finding], plain: frozenset[int]
) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if not retracting(scene, finding) and not _given_way(scene, finding, plain):
            groups[finding.fact].append(finding)
    return groups


def _given_way(scene: Scene, finding: Finding, plain: frozenset[int]) -> bool:
    """What only the open question makes a reading of: nothing in a question or in words that
    plainly tell of another fact."""
    if finding.rank == EXPLICIT:
        return False
    asks = scene.what_if or scene.in_question(finding.first)
    return asks or scene.tokens[finding.first].segment in plain


def _best(scene: Scene, fact: str, found: Sequence[Finding]) -> Finding:
    sure = [f for f in found if f.sure]
    if fact == "data_quality" and len(sure) > 1:
        sure = _judged(scene, sure)
    rank = max(f.rank for f in sure or found)
    found = [f for f in sure or found if f.rank == rank or (fact in MERGED and f.rank > BARE)]
    if fact == "best_accuracy":
        return max(found, key=_high)
    if fact == "labelled_examples" and _side_by_side(scene, found):
        return replace(found[0], sure=False, last=found[1].last)
    if fact == "labelled_examples":
        return next((f for f in found if scene.cue_around("now", f.first, "segment")), found[0])
    saying = scene.sayings.facts.get(fact)
    if saying is None or not all(isinstance(f.value, str) for f in found):
        return found[0]
    if fact == "data_quality" and {f.value for f in found} >= {"high", "low"}:
        return replace(found[0], value="mixed", last=found[-1].last)
    found = _most_telling(scene, found)
    return min(found, key=lambda f: saying.stronger.index(str(f.value)))


def _side_by_side(scene: Scene, found: Sequence[Finding]) -> bool:
    """ "5,000 labelled examples and 200 labelled examples": which one counts must be asked."""
    return any(
        a.last < b.first and scene.tokens[b.first - 1].word in ("and", "plus", "or")
        for a, b in pairwise(found)
        if a.value != b.value and scene.cue("example_noun", b.first, b.last + NOUN_REACH)
    )


def _judged(scene: Scene, found: list[Finding]) -> list[Finding]:
    """What is said of the labels counts more than who made them."""
    made = scene.matches("cue:labeller")
    judged = [
        f for f in found if not any(m.first <= f.last and f.first <= m.last for m in made)
    ]  # fmt: skip
    return judged or found


def _most_telling(scene: Scene, found: Sequence[Finding]) -> list[Finding]:
    """Where values differ within one segment, the longer phrase says it better."""
    segment = [scene.tokens[f.first].segment for f in found]
    longest: dict[int, int] = defaultdict(int)
    for at, finding in zip(segment, found, strict=True):
        longest[at] = max(longest[at], finding.last - finding.first)
    return [
        finding
        for at, finding in zip(segment, found, strict=True)
        if finding.last - finding.first == longest[at]
    ]


def _high(finding: Finding) -> float:
    value = finding.value[1] if isinstance(finding.value, list) else finding.value
    return float(value) if isinstance(value, (int, float)) else 0.0
