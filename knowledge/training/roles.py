"""The head of roles: which fact each quantity of a labelled row gives its value to.

Fitted with the others by ``python -m knowledge.training``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from knowledge.evaluation import agrees
from knowledge.reading.features import number_features, words_of
from knowledge.reading.heads import UNSAID, Head
from knowledge.reading.reader import Reader
from knowledge.reading.roles import HEAD, WORTH, fact_of, possible
from knowledge.reading.scene import Scene
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue
from knowledge.training.fitting import fit
from knowledge.training.rows import Row

# Found on development rows that were not trained on.
STRENGTH = 20.0
LONG_FROM = 1_000
AS_WORDS, FAR = 3.0, 4.0


@dataclass
class Samples:
    """Parallel lists, an entry a quantity: what the head sees of it and the role it plays."""

    features: list[set[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def samples(rows: Iterable[Row], rulebook: Rulebook, reader: Reader) -> Samples:
    """Every quantity of every row whose labels tell its role, to its question and to follow-ups."""
    found = Samples()
    for row in rows:
        if row.get("about", HEAD) not in (HEAD, *WORTH):
            continue
        topic = row.get("topic")
        spec = rulebook.topics.get(topic) if topic else None
        facts = spec.facts if spec else ()
        follow_ups = [(fact,) for fact in facts] if len(facts) > 1 else []
        for asked_for in (facts, *follow_ups):
            _add(found, row, reader.scene(row["text"], topic, asked_for))
    return found


def _add(found: Samples, row: Row, scene: Scene) -> None:
    words = words_of(scene)
    values = [possible(scene, quantity) for quantity in scene.quantities]
    offs = [_offs(held, row["facts"]) for held in values]
    for quantity, held, off in zip(scene.quantities, values, offs, strict=True):
        role = min(off, key=lambda name: off[name], default=None)
        least = min((o.get(r, inf) for o in offs for r in o if _alike(r, role)), default=inf)
        if role is not None and off[role] > least:
            role = UNSAID
        elif role is None:
            role = None if _open(held, row) else UNSAID
        if role is not None:
            found.features.append(number_features(scene, quantity, words))
            found.labels.append(role)


def _alike(role: str, other: str | None) -> bool:
    return other is not None and fact_of(role) == fact_of(other)


def _offs(values: Mapping[str, JsonValue], labels: Mapping[str, JsonValue]) -> dict[str, float]:
    """Role → how far its value is from the fact's label, where it is as good as the label."""
    return {
        role: _off(value, labels[fact_of(role)])
        for role, value in values.items()
        if _same(fact_of(role), value, labels.get(fact_of(role)))
    }


def _off(value: JsonValue, label: JsonValue) -> float:
    """The share by which bounds differ; words, which many numbers agree with, are far off."""
    if isinstance(value, str) or isinstance(label, str):
        return FAR if value != label else AS_WORDS
    ours, theirs = (v if isinstance(v, list) else [v, v] for v in (value, label))
    bounds = [_part(a, b) for a, b in zip(ours, theirs, strict=True)]
    return round(sum(bounds), 3)


def _part(ours: JsonValue, theirs: JsonValue) -> float:
    if not isinstance(ours, (int, float)) or not isinstance(theirs, (int, float)):
        return 0.0 if ours == theirs else 1.0
    return abs(ours - theirs) / max(abs(ours), abs(theirs), 1e-9)


def _open(values: Mapping[str, JsonValue], row: Row) -> bool:
    """Whether the row leaves open what a number with these values says."""
    also: Mapping[str, list[JsonValue]] = row.get("also_ok", {})
    return row.get("about") is not None or any(
        _same(fact_of(role), value, other)
        for role, value in values.items()
        for other in also.get(fact_of(role), [])
    )


def _same(fact: str, value: JsonValue, label: JsonValue) -> bool:
    if label is None:
        return False
    if fact == "prompt_tokens" and isinstance(label, str) and not isinstance(value, str):
        least = value[0] if isinstance(value, list) else value
        return isinstance(least, (int, float)) and (least >= LONG_FROM) is (label == "long")
    return agrees(fact, value, label)


def fit_roles(rows: Sequence[Row], rulebook: Rulebook, reader: Reader) -> Head:
    """The head over every number of the rows."""
    held = samples(rows, rulebook, reader)
    return fit(held.features, held.labels, strength=STRENGTH)
