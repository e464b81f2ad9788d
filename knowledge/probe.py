"""Which target a text belongs to, learned from the known entries by kernel ridge regression.

Nearest neighbours see one entry at a time; this weighs all of them against each other. Solved in
closed form when made: some 0.1 s for 1,600 entries, the same numbers each time, nothing to store.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

RIDGE = 0.3
WIDTH = 0.4


class Probe:
    """``scores`` of a vector lie around 0 for a target it does not belong to, 1 for its own."""

    def __init__(self, vectors: Vectors, targets: Sequence[str]) -> None:
        """``vectors`` has shape ``(len(targets), dimensions)``, each row of length 1."""
        self._names = list(dict.fromkeys(targets))
        self._vectors = vectors
        columns = np.array([self._names.index(target) for target in targets], dtype=np.intp)
        within = _kernel(vectors @ vectors.T) + RIDGE * np.eye(len(vectors))
        self._weights = np.linalg.solve(within, np.eye(len(self._names))[columns])

    def scores(self, vector: Vectors) -> Mapping[str, float]:
        """Target → score of a vector of shape ``(dimensions,)``."""
        found = _kernel(self._vectors @ vector) @ self._weights
        return dict(zip(self._names, found.tolist(), strict=True))


def _kernel(cosines: Vectors) -> NDArray[np.float64]:
    nearness: NDArray[np.float64] = np.exp((cosines.astype(np.float64) - 1) / WIDTH)
    return nearness
