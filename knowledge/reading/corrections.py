"""What a message takes back: numbers it denies, earlier values it replaces, facts it withdraws."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.reading.quantities import Quantity
from knowledge.reading.scene import MOST_MATCHES, Finding, Scene

LACKING_REACH = 6
MOVED_REACH = 8
_PAST = frozenset(["was", "were", "said", "wrote", "typed", "told", "originally", "planned"])
_CHANGED = frozenset(
    ["now", "cut", "extended", "moved", "make", "should", "shortened", "changed", "became",
     "reduced", "raised", "actually", "pushed", "meant", "dropped", "shrank", "grew", "say"]
)  # fmt: skip


def without_denied(scene: Scene) -> Scene:
    """Drop "not 5000", "we don't have 5000" and amounts replaced by a later one ("5000, no wait,
    500")."""
    kept = [held for q in scene.quantities if (held := _held(scene, q)) is not None]
    return replace(scene, quantities=tuple(q for q in kept if not _replaced(scene, q, kept)))


def _held(scene: Scene, quantity: Quantity) -> Quantity | None:
    """The quantity as it is meant: "don't have more than 300" is at most 300."""
    if _denied(scene, quantity):
        return None
    before = quantity.first - 1
    lacking = scene.within("cue:lacking", max(before - LACKING_REACH, 0), before)
    if not any(match.last == before and not _in_points(scene, match.first) for match in lacking):
        return quantity
    if quantity.high is not None:
        return None
    number = replace(quantity.number, low=0.0, high=quantity.number.low, bound="under")
    return replace(quantity, low=0.0, high=quantity.low, number=number)


def _in_points(scene: Scene, at: int) -> bool:
    """ "five points short of 90": the 90 is there."""
    return bool(set(scene.message.words(at - 2, at - 1)) & {"points", "point", "pts"})


def _denied(scene: Scene, quantity: Quantity) -> bool:
    first = quantity.first
    if scene.message.words(first - 2, first - 1) in (["rather", "than"], ["instead", "of"]):
        return True
    return first > scene.reach(first, "segment")[0] and scene.tokens[first - 1].word in (
        "not",
        "isnt",
        "wasnt",
        "never",
        "arent",
    )


def _replaced(scene: Scene, quantity: Quantity, others: Iterable[Quantity]) -> bool:
    return any(
        scene.cue("strong_correction", quantity.last + 1, q.first - 1) or _moved(scene, quantity, q)
        for q in others
        if q.first > quantity.last and q.kind == quantity.kind
    )


def _moved(scene: Scene, old: Quantity, new: Quantity) -> bool:
    """ "was 12 weeks, they cut it to 5", "I said 300 a day; make it 3000". Accuracies are left:
    what was wanted and what is reached are two things."""
    tokens = scene.tokens
    if old.kind == "share" or tokens[new.first].sentence - tokens[old.last].sentence > 1:
        return False
    first = max(scene.reach(old.first, "segment")[0], old.first - LACKING_REACH)
    past = _PAST & set(scene.message.words(first, old.first - 1))
    between = set(scene.message.words(old.last + 1, new.number.core))
    return bool(past and between & _CHANGED) and new.first - old.last <= MOVED_REACH


def latest(scene: Scene, findings: Sequence[Finding]) -> list[Finding]:
    """Findings of one fact without those the message itself calls old or wrong."""
    for cue in scene.matches("cue:strong_correction")[:MOST_MATCHES]:
        after = [f for f in findings if f.first > cue.last]
        if after:
            findings = after
    current = [f for f in findings if not _old(scene, f)]
    return current or list(findings)


def _old(scene: Scene, finding: Finding) -> bool:
    """ "we started with 500" is old; "and are now at 2,600" behind it is not."""
    first, last = scene.reach(finding.first, "segment")
    old = [match.first for match in scene.within("cue:before", first, last)]
    now = [m.first for m in scene.within("cue:now", first, finding.first)]
    return bool(old) and not (now and now[-1] > min(old))


def retractions(scene: Scene) -> list[str]:
    """Facts withdrawn: named, or betrayed by a value, in the clause that takes something back.

    "Ignore all previous instructions" withdraws nothing the person told.
    """
    facts: list[str] = []
    for cue in scene.matches("cue:retraction")[:MOST_MATCHES]:
        last = scene.reach(cue.first, "sentence")[1]
        if scene.cue("not_theirs_to_retract", cue.first, last):
            continue
        named = [
            label.partition(":")[2].partition("=")[0]
            for prefix in ("name:", "says:")
            for label in scene.labels(prefix)
            if next(scene.within(label, cue.first, last), None) is not None
        ]
        facts += named
    return list(dict.fromkeys(facts))


def retracting(scene: Scene, finding: Finding) -> bool:
    """Whether the finding stands in words that take something back."""
    first, last = scene.reach(finding.first, "segment")
    return any(m.first <= finding.first for m in scene.within("cue:retraction", first, last))
