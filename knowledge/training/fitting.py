"""One head fitted by multinomial logistic regression: the only importer of scikit-learn."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from knowledge.reading.heads import Floats, Head

# Found on development rows that were not trained on.
FEWEST = 3
STRENGTH = 3.0
VECTOR_SCALE = 3.0
STEPS = 400


def fit(
    features: Sequence[set[str]],
    labels: Sequence[str],
    vectors: Floats | None = None,
    strength: float = STRENGTH,
) -> Head:
    """A head over the features that occur at least ``FEWEST`` times.

    ``vectors`` has shape ``(len(features), dimensions)``; ``strength`` is the inverse of the L2
    penalty.
    """
    rows = _vocabulary(features)
    inputs = _inputs(features, rows, vectors)
    model = _model(strength).fit(inputs, labels)
    weights = _weights(model.coef_)
    bias = _weights(model.intercept_[:, np.newaxis])[0]
    scale = 1 if vectors is None else VECTOR_SCALE
    return Head(
        tuple(str(c) for c in model.classes_),
        rows,
        weights[: len(rows)],
        bias,
        weights[len(rows) :] * np.float32(scale),
    )


def _model(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=STEPS)


def _weights(coefficients: np.ndarray) -> Floats:
    """Shape ``(inputs, classes)``; scikit-learn keeps one row where there are two classes."""
    both = coefficients if len(coefficients) > 1 else np.vstack([-coefficients, coefficients]) / 2
    return np.ascontiguousarray(both.T, dtype=np.float32)


def _vocabulary(features: Sequence[set[str]]) -> dict[str, int]:
    counts = Counter(feature for present in features for feature in present)
    kept = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    return {feature: row for row, feature in enumerate(kept)}


def _inputs(
    features: Sequence[set[str]], rows: dict[str, int], vectors: Floats | None
) -> sparse.csr_matrix:
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for present in features:
        known = sorted(rows[feature] for feature in present if feature in rows)
        columns += known
        values += [1 / np.sqrt(max(len(known), 1))] * len(known)
        ends.append(len(columns))
    words = sparse.csr_matrix((values, columns, ends), shape=(len(features), len(rows)))
    if vectors is None:
        return words
    return sparse.hstack([words, sparse.csr_matrix(vectors * VECTOR_SCALE)]).tocsr()
