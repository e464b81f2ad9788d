"""Everything learned from the questions kept as data: ``python -m knowledge.fitting``.

Writes ``vectors.npz``, ``probe.npz`` and ``calibration.toml`` beside them; to be run whenever a
question, a word of the glossary or the shorthand changes. When to answer is fitted on what the
probe says of each question while that question is left out.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import logistic, probe
from knowledge.calibration import Signs
from knowledge.embedding import Embedder, Vectors
from knowledge.entries import DATA, Entries, load_entries
from knowledge.lexical import Analyzer
from knowledge.loading import load_article
from knowledge.logistic import Floats
from knowledge.nearest import Hit
from knowledge.ranking import fitted_on, ranking_of
from knowledge.vectors import vectors_of, write_vectors

HEAD = """\
# How much each sign speaks for the article answering a question. Fitted, not the article's: by
# `python -m knowledge.fitting`, to be run again when questions change.
"""


def main() -> None:
    """Write the three files anew."""
    embedder = Embedder()
    entries = load_entries(load_article())
    texts = [entry.text for entry in entries.all]
    write_vectors(texts, embedder)
    vectors = vectors_of(texts, embedder)
    features = [Analyzer.load(DATA).features(text) for text in texts]
    fitted = probe.fit(vectors, features, [entry.target for entry in entries.all])
    fitted.probe.save(fitted_on(entries, embedder))
    signs = [
        ranking_of(scores, entries, near).signs
        for scores, near in zip(fitted.held_out, _nearest(entries, vectors), strict=True)
    ]
    write_calibration(signs, [e.target in entries.article.passages for e in entries.all])


def write_calibration(
    signs: list[Signs], answered: list[bool], file: Path = DATA / "calibration.toml"
) -> None:
    """Fit and store when to answer, from the signs of questions and which are answered."""
    weights = logistic.fit(signs, answered)
    inputs = np.hstack([np.array(signs), np.ones((len(signs), 1))])
    threshold = balanced(1 / (1 + np.exp(-inputs @ weights)), np.array(answered))
    lines = [HEAD, f"threshold = {threshold}", f"bias = {weights[-1]:.2f}", "", "[weights]"]
    lines += [f"{name} = {w:.2f}" for name, w in zip(Signs._fields, weights, strict=False)]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def balanced(chances: Floats, answered: NDArray[np.bool_]) -> float:
    """The chance from which on as large a share is wrongly declined as is wrongly answered."""
    thresholds = np.arange(1, 100) / 100
    declined = np.array([(chances[answered] < each).mean() for each in thresholds])
    accepted = np.array([(chances[~answered] >= each).mean() for each in thresholds])
    return float(thresholds[np.abs(declined - accepted).argmin()])


def _nearest(entries: Entries, vectors: Vectors) -> list[list[Hit]]:
    """For each entry its nearest of either sort, itself left out."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    covered = np.array([entry.target in entries.article.passages for entry in entries.all])
    return [
        [
            Hit(entries.all[row].target, entries.all[row].id, float(near[row]))
            for row in (np.where(covered, near, -1).argmax(), np.where(covered, -1, near).argmax())
        ]
        for near in cosines
    ]


if __name__ == "__main__":
    main()
