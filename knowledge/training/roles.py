"""Samples for the head of roles: which fact each quantity of a labelled row gives its value to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.evaluation import agrees
from knowledge.reading.features import number_features, words_of
from knowledge.reading.heads import UNSAID
from knowledge.reading.reader import Reader
from knowledge.reading.roles import fact_of, possible
from knowledge.rulebook import Rulebook
from knowledge.shapes import JsonValue
from knowledge.training.rows import Row

LONG_FROM = 1_000


@dataclass
class Samples:
    """Parallel lists, an entry a quantity: what the head sees of it and the role it plays."""

    features: list[set[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def samples(rows: Iterable[Row], rulebook: Rulebook, reader: Reader) -> Samples:
    """Every quantity of every row whose labels tell its role."""
    found = Samples()
    for row in rows:
        topic = row.get("topic")
        spec = rulebook.topics.get(topic) if topic else None
        scene = reader.scene(row["text"], topic, spec.facts if spec else ())
        words = words_of(scene)
        for quantity in scene.quantities:
            role = _role(possible(scene, quantity), row)
            if role is not None:
                found.features.append(number_features(scene, quantity, words))
                found.labels.append(role)
    return found


def _role(values: Mapping[str, JsonValue], row: Row) -> str | None:
    """The role whose value the row is labelled with; None where its labels leave it open."""
    labels: Mapping[str, JsonValue] = row["facts"]
    for in_words in (False, True):
        for role, value in values.items():
            label = labels.get(fact_of(role))
            if isinstance(label, str) is in_words and _same(fact_of(role), value, label):
                return role
    also: Mapping[str, list[JsonValue]] = row.get("also_ok", {})
    doubtful = any(
        _same(fact_of(role), value, other)
        for role, value in values.items()
        for other in also.get(fact_of(role), [])
    )
    return None if doubtful or row.get("about") is not None else UNSAID


def _same(fact: str, value: JsonValue, label: JsonValue) -> bool:
    if label is None:
        return False
    if fact == "prompt_tokens" and isinstance(label, str) and not isinstance(value, str):
        least = value[0] if isinstance(value, list) else value
        return isinstance(least, (int, float)) and (least >= LONG_FROM) is (label == "long")
    return agrees(fact, value, label)
