"""Which target a text belongs to, learned from all known entries by kernel ridge regression.

Two texts are near when their vectors are (meaning) and when they share words and groups of
letters, the rare ones first (form). Nearest neighbours see one entry at a time; this weighs all
of them against each other. Fitting 6,600 entries takes a minute, so the result is kept as data.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

FILE = Path(__file__).parent / "data" / "probe.npz"
RIDGE = 0.4
WIDTH = 0.4
# How much the form counts beside the meaning.
FORM = 0.3
# Features seen in one entry only are left out: they tell little and are many.
FEWEST_ENTRIES = 2

Floats = NDArray[np.float32]


class Terms:
    """Texts as sparse rows of length 1, rare features weighing most (TF-IDF)."""

    def __init__(self, features: Sequence[str], rarity: Floats) -> None:
        self.features = features
        self.rarity = rarity
        self._columns = {feature: column for column, feature in enumerate(features)}

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "Terms":
        """The features of ``texts``, each text given as its features."""
        holding = Counter(feature for text in texts for feature in set(text))
        # Sorted, so that fitting again writes the same file.
        kept = sorted(name for name, count in holding.items() if count >= FEWEST_ENTRIES)
        rarity = [math.log(len(texts) / holding[feature]) for feature in kept]
        return cls(kept, np.array(rarity, dtype=np.float32))

    def row(self, text: Sequence[str]) -> tuple[NDArray[np.intp], Floats]:
        """Columns and values of one text; empty when it has no known feature."""
        counts = Counter(self._columns[feature] for feature in text if feature in self._columns)
        columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        weighed = values * self.rarity[columns]
        return columns, weighed / (np.linalg.norm(weighed) or 1.0)

    def matrix(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Shape ``(len(texts), len(features))``."""
        rows = np.zeros((len(texts), len(self.features)), dtype=np.float32)
        for number, text in enumerate(texts):
            columns, values = self.row(text)
            rows[number, columns] = values
        return rows


class Probe:
    """``scores`` of a text lie around 0 for a target it does not belong to, 1 for its own."""

    def __init__(
        self, names: Sequence[str], vectors: Vectors, dual: Floats, terms: Terms, form: Floats
    ) -> None:
        """``dual`` has a row for each of ``vectors``, ``form`` one for each feature of ``terms``;
        both a column for each of ``names``."""
        self._names = names
        self._vectors = vectors
        self._dual = dual
        self._terms = terms
        self._form = form

    def scores(self, vector: Vectors, features: Sequence[str]) -> Mapping[str, float]:
        """Target → score of a text with this vector, shape ``(dimensions,)``, and features."""
        columns, values = self._terms.row(features)
        found = _meaning(self._vectors @ vector) @ self._dual + values @ self._form[columns]
        return dict(zip(self._names, found.tolist(), strict=True))

    def save(self, fingerprint: str, file: Path = FILE) -> None:
        """Keep all but the vectors, under the ``fingerprint`` of what it was fitted on."""
        np.savez_compressed(
            file,
            fingerprint=np.array(fingerprint),
            names=np.array(self._names),
            features=np.array("\n".join(self._terms.features)),
            rarity=self._terms.rarity,
            dual=self._dual.astype(np.float16),
            form=self._form.astype(np.float16),
        )

    @classmethod
    def load(cls, fingerprint: str, vectors: Vectors, file: Path = FILE) -> "Probe | None":
        """The one kept; None when the file is absent, damaged, or fitted on something else."""
        try:
            with file.open("rb") as raw, np.load(raw, allow_pickle=False) as held:
                if str(held["fingerprint"]) != fingerprint:
                    return None
                terms = Terms(str(held["features"]).split("\n"), held["rarity"])
                dual, form = held["dual"].astype(np.float32), held["form"].astype(np.float32)
                return cls(held["names"].tolist(), vectors, dual, terms, form)
        except (OSError, EOFError, ValueError, KeyError, BadZipFile):
            return None


class Fitted(NamedTuple):
    """A probe, and what it would say of each entry were that entry not known."""

    probe: Probe
    held_out: list[Mapping[str, float]]


def fit(vectors: Vectors, texts: Sequence[Sequence[str]], targets: Sequence[str]) -> Fitted:
    """Learn from entries: vectors of length 1, the features of each, the target of each."""
    names = list(dict.fromkeys(targets))
    wanted = np.eye(len(names))[[names.index(target) for target in targets]]
    terms = Terms.of(texts)
    rows = terms.matrix(texts)
    nearness = _meaning(vectors @ vectors.T).astype(np.float64) + FORM * (rows @ rows.T)
    inverse = np.linalg.inv(nearness + RIDGE * np.eye(len(vectors)))
    dual = inverse @ wanted
    # What leaving one out would give, exactly and without fitting again.
    held_out = wanted - dual / np.diag(inverse)[:, np.newaxis]
    form = FORM * (rows.T @ dual.astype(np.float32))
    probe = Probe(names, vectors, dual.astype(np.float32), terms, form)
    return Fitted(probe, [dict(zip(names, row, strict=True)) for row in held_out.tolist()])


def _meaning(cosines: Vectors) -> Floats:
    nearness: Floats = np.exp((cosines - 1) / WIDTH)
    return nearness
