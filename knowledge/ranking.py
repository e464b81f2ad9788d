"""Which passages answer a question, and how likely it is that any does.

The question is put into plain words; the probe scores every passage and every kind of uncovered
question by meaning and form; the index finds the nearest entries. Whether the article answers at
all is a separate judgement over several signs (see :mod:`knowledge.calibration`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.calibration import Signs
from knowledge.embedding import Embedder, Encode, Vectors
from knowledge.entries import DATA, Entries
from knowledge.lexical import WORD, Analyzer, words
from knowledge.nearest import Hit, VectorIndex
from knowledge.normalization import Normalizer
from knowledge.probe import Probe, fit
from knowledge.spelling import Speller
from knowledge.vectors import vectors_of

HITS = 160
SENTENCE = re.compile(r"[^.?!]+[.?!]*")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every passage, best first, with its score; the likeliest kind of uncovered question."""

    passages: tuple[tuple[str, float], ...]
    kind: str
    signs: Signs


class Ranker:
    """Ranks passages for a question. Thread-safe."""

    def __init__(self, entries: Entries, embedder: Embedder, index: VectorIndex) -> None:
        """``index`` holds ``entries``."""
        vectors = vectors_of([entry.text for entry in entries.all], embedder)
        self._encode = embedder.encode
        self._index = index
        self._entries = entries
        self._normalizer = Normalizer.load(DATA)
        self._analyzer = Analyzer.load(DATA)
        self._speller = Speller(word for entry in entries.all for word in words(entry.text))
        known = fitted_on(entries, embedder)
        self._probe = Probe.load(known, vectors) or self._fitted(vectors)

    def rank(self, question: str) -> Ranking:
        """All passages for a question, whatever it is."""
        plain = WORD.sub(lambda found: self._spelt(found[0]), self._normalizer.plain(question))
        vector = encoded(plain, self._encode)
        scores = self._probe.scores(vector, self._analyzer.features(plain))
        return ranking_of(scores, self._entries, self._index.query(vector, HITS))

    def _spelt(self, word: str) -> str:
        """The known word one slip away from it, or ``word`` as it is."""
        meant = self._speller.correct(word.lower())
        return word if meant == word.lower() else meant

    def _fitted(self, vectors: Vectors) -> Probe:
        texts = [self._analyzer.features(entry.text) for entry in self._entries.all]
        return fit(vectors, texts, [entry.target for entry in self._entries.all]).probe


def fitted_on(entries: Entries, embedder: Embedder) -> str:
    """What a probe depends on: the entries and the model behind their vectors."""
    return f"{entries.fingerprint()} {embedder.MODEL}"


def encoded(text: str, encode: Encode) -> Vectors:
    """Of a long message the questions in it count as much as all of it together."""
    asked = " ".join(part for part in SENTENCE.findall(text) if part.endswith("?")).strip()
    vectors = encode([text] if asked in ("", text.strip()) else [text, asked])
    mean: Vectors = vectors.mean(axis=0)
    length = float((mean @ mean) ** 0.5)
    return mean / mean.dtype.type(length)


def ranking_of(scores: Mapping[str, float], entries: Entries, near: Sequence[Hit]) -> Ranking:
    """From the probe's scores and the entries found near, best first."""
    passages = sorted(
        ((passage, scores[passage]) for passage in entries.article.passages),
        key=lambda pair: -pair[1],
    )
    kinds = {kind: scores[kind] for kind in entries.uncovered}
    kind = max(kinds, key=lambda name: kinds[name])
    signs = Signs(
        best=passages[0][1],
        second=passages[1][1],
        outside=sum(kinds.values()),
        kind=kinds[kind],
        covered=_nearest(hit for hit in near if hit.target not in kinds),
        uncovered=_nearest(hit for hit in near if hit.target in kinds),
    )
    return Ranking(tuple(passages), kind, signs)


def _nearest(hits: Iterable[Hit]) -> float:
    return max((hit.score for hit in hits), default=0.0)
