"""Which passages answer a question, and how likely it is that any does.

Three views are fused: the mean of a passage's nearest entries (one lucky neighbour is no
evidence), a learned reading of the whole vector (the probe), and BM25 over all the passage's
words. Whether the article answers at all is a separate judgement over several signs, weighed as
``data/calibration.toml`` says.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedding import Vectors
from knowledge.entries import DATA, Entries
from knowledge.lexical import BM25, WORD, Analyzer, words
from knowledge.nearest import Hit, VectorIndex
from knowledge.probe import Probe
from knowledge.reading.spelling import Speller
from knowledge.strict import Table

HITS = 160
NEIGHBOURS = 4
LEXICAL_SHARE = 0.04
PROBE_SHARE = 1.5
NOWHERE = "nowhere"
SENTENCE = re.compile(r"[^.?!]+[.?!]*")

Encode = Callable[[Sequence[str]], Vectors]


class Signs(NamedTuple):
    """What is looked at before answering; all between 0 and about 1.

    covered, covered_mean: nearest entry and mean of the nearest of the best passage.
    uncovered, uncovered_mean: the same of what the article does not answer.
    shared: how much of the question's weight in words the best passage has.
    unknown: how much of it no passage and no uncovered question has.
    foreign: how much more of it the uncovered questions have than the passages.
    learned: what the probe says of the question lying outside.
    agreement: 1 when meaning and words put the same passage first.
    """

    covered: float
    covered_mean: float
    uncovered: float
    uncovered_mean: float
    shared: float
    unknown: float
    foreign: float
    learned: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs; the article is taken to answer from ``threshold`` on."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    @classmethod
    def load(cls, folder: Path = DATA) -> "Calibration":
        """From ``calibration.toml``.

        Raises:
            RulebookError: the file is missing or malformed.
        """
        table = Table.read(folder / "calibration.toml")
        table.expect(("bias", "threshold", "weights"))
        weights = table.table("weights")
        weights.expect(Signs._fields)
        return cls(
            {name: weights.number(name) for name in Signs._fields},
            table.number("bias"),
            table.number("threshold"),
        )

    def confidence(self, signs: Signs) -> float:
        """The chance, 0 to 1, that the article answers."""
        total = self.bias + sum(self.weights[k] * v for k, v in signs._asdict().items())
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passage ids, best first, with their scores; the nearest kind of uncovered question."""

    passages: tuple[tuple[str, float], ...]
    kind: str
    signs: Signs


class Ranker:
    """Ranks passages for a question."""

    def __init__(
        self,
        entries: Entries,
        encode: Encode,
        vectors: Vectors,
        index: VectorIndex,
        analyzer: Analyzer,
    ) -> None:
        """``vectors`` are those of ``entries``, in order."""
        self._encode = encode
        self._index = index
        self._analyzer = analyzer
        self._kinds = frozenset(entries.uncovered)
        self._passages = tuple(entries.article.passages)
        self._probe = Probe(vectors, [self._known(entry.target) for entry in entries.all])
        self._speller = Speller(word for entry in entries.all for word in words(entry.text))
        terms: dict[str, list[str]] = defaultdict(list)
        for entry in entries.all:
            terms[entry.target].extend(analyzer.terms(entry.text))
        self._lexical = BM25([terms[passage] for passage in self._passages])
        self._foreign = BM25([terms[kind] for kind in entries.uncovered])

    def rank(self, question: str) -> Ranking:
        """Every passage near in meaning or words, at most ``HITS`` entries looked at."""
        question = WORD.sub(lambda found: self._spelt(found[0]), question)
        vector = self._vector(question)
        hits = self._index.query(vector, HITS)
        learned = self._probe.scores(vector)
        terms = list(dict.fromkeys(self._analyzer.terms(question)))
        lexical = {self._passages[n]: s for n, s in self._lexical.scores(terms).items()}
        means = _means(hits)
        floor = hits[-1].score if hits else 0.0
        fused = {
            passage: means.get(passage, floor)
            + LEXICAL_SHARE * lexical.get(passage, 0.0)
            + PROBE_SHARE * learned[passage]
            for passage in self._passages
            if passage in means or passage in lexical
        }
        order = sorted(fused.items(), key=lambda pair: -pair[1])
        kinds = [hit.target for hit in hits if hit.target in self._kinds]
        return Ranking(
            tuple(order),
            kinds[0] if kinds else "elsewhere",
            self._signs(terms, hits, order[0][0] if order else "", lexical, learned[NOWHERE]),
        )

    def _spelt(self, word: str) -> str:
        """The known word one slip away from it, or ``word`` as it is."""
        meant = self._speller.correct(word.lower())
        return word if meant == word.lower() else meant

    def _vector(self, question: str) -> Vectors:
        """Of a long message the questions in it count as much as all of it together."""
        asked = " ".join(part for part in SENTENCE.findall(question) if part.endswith("?")).strip()
        texts = [question] if asked in ("", question.strip()) else [question, asked]
        mean: Vectors = self._encode(texts).mean(axis=0)
        return mean / np.float32(np.linalg.norm(mean))

    def _known(self, target: str) -> str:
        return NOWHERE if target in self._kinds else target

    def _signs(
        self,
        terms: list[str],
        hits: list[Hit],
        best: str,
        lexical: Mapping[str, float],
        outside: float,
    ) -> Signs:
        covered = [hit.score for hit in hits if hit.target == best]
        uncovered = [hit.score for hit in hits if hit.target in self._kinds]
        weight = {term: self._lexical.rarity(term) for term in terms}
        total = sum(weight.values()) or 1.0
        unknown = sum(
            weight[t] for t in terms if not self._lexical.knows(t) and not self._foreign.knows(t)
        )
        foreign = sum(
            weight[t] for t in terms if not self._lexical.knows(t) and self._foreign.knows(t)
        )
        top = max(lexical, key=lambda passage: lexical[passage], default="")
        floor = hits[-1].score if hits else 0.0
        return Signs(
            covered=max(covered, default=floor),
            covered_mean=_mean(covered, floor),
            uncovered=max(uncovered, default=floor),
            uncovered_mean=_mean(uncovered, floor),
            shared=min(1.0, lexical.get(best, 0.0) / (2 * total)),
            unknown=unknown / total,
            foreign=foreign / total,
            learned=outside,
            agreement=float(top == best != ""),
        )


def _means(hits: Sequence[Hit]) -> dict[str, float]:
    """Target → mean of its nearest entries; what was not found counts as the last hit."""
    scores: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[hit.target].append(hit.score)
    return {target: _mean(found, hits[-1].score) for target, found in scores.items()}


def _mean(found: Sequence[float], floor: float) -> float:
    nearest = list(found[:NEIGHBOURS])
    nearest += [floor] * (NEIGHBOURS - len(nearest))
    return sum(nearest) / NEIGHBOURS
