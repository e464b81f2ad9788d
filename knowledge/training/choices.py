"""Samples for the heads of choice facts: a message or sentence, and the value it states."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.reading.features import grams, statement_features, words_of
from knowledge.reading.heads import UNSAID
from knowledge.reading.meaning import units
from knowledge.reading.reader import Reader, findings
from knowledge.reading.scene import Scene
from knowledge.rulebook import Rulebook
from knowledge.training.rows import Row


@dataclass
class Samples:
    """Parallel lists: what a head sees of a text, the text itself, and the value it states."""

    features: list[set[str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def choice_samples(
    rows: Sequence[Row], rulebook: Rulebook, reader: Reader, facts: Sequence[str]
) -> dict[str, Samples]:
    """For each of ``facts`` the samples of all rows that tell whether it is stated."""
    samples: dict[str, Samples] = defaultdict(Samples)
    for row in rows:
        topic = row.get("topic")
        spec = rulebook.topics.get(topic) if topic else None
        scene = reader.scene(row["text"], topic, spec.facts if spec else ())
        if not scene.tokens:
            continue
        found = list(findings(scene))
        words = words_of(scene)
        for fact in _told(row, facts):
            for first, last, label in _labelled(row, scene, fact):
                held, span = samples[fact], (first, last)
                seen = grams(scene, *span, words)
                held.features.append(statement_features(scene, fact, span, seen, found))
                held.texts.append(_text(scene, first, last))
                held.labels.append(label)
    return samples


def _told(row: Row, facts: Sequence[str]) -> Sequence[str]:
    """Those of ``facts`` the row was labelled for."""
    about = row.get("about")
    return facts if about is None else [fact for fact in facts if fact == about]


def _labelled(row: Row, scene: Scene, fact: str) -> Iterator[tuple[int, int, str]]:
    """The units of a message with what they state; none where the row does not tell."""
    value = row["facts"].get(fact)
    value = value if isinstance(value, str) else None
    open_to_doubt = any(v is not None for v in row.get("also_ok", {}).get(fact, []))
    if value is None and open_to_doubt:
        return
    spans = list(units(scene, fact))
    words = row.get("evidence", {}).get(fact)
    if value is None or words is None:
        whole = (0, len(scene.tokens) - 1)
        if value is None:
            yield from ((first, last, UNSAID) for first, last in spans)
        elif whole in spans:
            yield (*whole, value)
        return
    start = row["text"].find(words)
    for first, last in spans:
        a, b = scene.message.span(first, last)
        apart = b <= start or a >= start + len(words)
        yield first, last, UNSAID if apart else value


def _text(scene: Scene, first: int, last: int) -> str:
    start, end = scene.message.span(first, last)
    return scene.message.text[start:end]
