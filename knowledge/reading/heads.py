"""Linear heads: what a trained classifier makes of features and, where it has one, a vector.

The weights are data (``CHOICES``, ``ROLES``), fitted by ``python -m knowledge.training`` from
labelled messages kept with the tests. A head gives probabilities; what is done with them is
decided where it is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent.parent / "data"
CHOICES, ROLES = DATA / "choices.npz", DATA / "roles.npz"
UNSAID = "unsaid"
Floats = NDArray[np.float32]


class HeadsError(RuntimeError):
    """The file of weights is missing or damaged; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Head:
    """Multinomial logistic regression over ``classes``.

    ``rows`` maps a feature to its row in ``weights`` of shape ``(features, classes)``; ``vector``
    of shape ``(dimensions, classes)`` weighs an embedding and is empty when none is looked at.
    """

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    bias: Floats
    vector: Floats

    def probabilities(
        self, features: Iterable[str], vector: Floats | None = None
    ) -> dict[str, float]:
        """Class → probability, from the features present and the embedding of their text."""
        known = [self.rows[feature] for feature in features if feature in self.rows]
        total = self.bias.astype(np.float64)
        if known:
            # As in training, a long text does not count for more than a short one.
            total = total + self.weights[known].sum(axis=0) / np.sqrt(len(known))
        if vector is not None and len(self.vector):
            total = total + vector @ self.vector
        chances = np.exp(total - total.max())
        return dict(zip(self.classes, (chances / chances.sum()).tolist(), strict=True))


@cache
def load_heads(file: Path) -> Mapping[str, Head]:
    """Every head by name.

    Raises:
        HeadsError: the file is missing or damaged.
    """
    try:
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as held:
            names = str(held["names"]).split("\n")
            return {name: _head(held, name) for name in names}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as fault:
        raise HeadsError(
            f"{file.name} cannot be read ({fault}); install prompt-or-tune again, or write the "
            "file anew with `python -m knowledge.training` in a checkout"
        ) from fault


def save_heads(heads: Mapping[str, Head], file: Path) -> None:
    """Write the file anew; weights are rounded to half precision."""
    arrays: dict[str, NDArray[np.generic]] = {"names": np.array("\n".join(heads))}
    for name, head in heads.items():
        arrays[f"{name}/classes"] = np.array("\n".join(head.classes))
        arrays[f"{name}/features"] = np.array("\n".join(head.rows))
        arrays[f"{name}/weights"] = head.weights.astype(np.float16)
        arrays[f"{name}/bias"] = head.bias.astype(np.float32)
        arrays[f"{name}/vector"] = head.vector.astype(np.float16)
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _head(held: Mapping[str, NDArray[np.generic]], name: str) -> Head:
    features = str(held[f"{name}/features"]).split("\n")
    return Head(
        tuple(str(held[f"{name}/classes"]).split("\n")),
        {feature: row for row, feature in enumerate(features)},
        held[f"{name}/weights"].astype(np.float32),
        held[f"{name}/bias"].astype(np.float32),
        held[f"{name}/vector"].astype(np.float32),
    )
