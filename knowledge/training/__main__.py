"""``python -m knowledge.training FILE…``: fit every head and store it."""

import sys
from pathlib import Path

import numpy as np

from knowledge.embedding import Embedder
from knowledge.loading import load_rulebook
from knowledge.reading.features import ASKED, seen_vector
from knowledge.reading.heads import CHOICES, ROLES, Head, load_heads, save_heads
from knowledge.reading.reader import Reader
from knowledge.reading.roles import HEAD
from knowledge.training.choices import Samples, choice_samples
from knowledge.training.fitting import fit
from knowledge.training.roles import fit_roles
from knowledge.training.rows import read_rows

FACTS = (
    "data_quality", "volatility", "auditability", "latency", "format_consistency", "jargon",
    "prompting_tried", "best_accuracy", "task_shape", "reasoning",
)  # fmt: skip


def main() -> None:
    """Fit the heads on the rows of every FILE, and write the files of weights."""
    embedder, rulebook = Embedder(), load_rulebook()
    reader = Reader(rulebook, None)
    rows = read_rows(Path(name) for name in sys.argv[1:])
    roles = fit_roles(rows, rulebook, reader)
    save_heads({HEAD: roles}, ROLES)
    load_heads.cache_clear()  # what numbers say is seen by the heads fitted next
    print(HEAD, len(roles.rows), "features")
    samples = choice_samples(rows, rulebook, Reader(rulebook, None), FACTS)
    heads = {}
    for fact in FACTS:
        heads[fact] = fit_choice(samples[fact], embedder)
        print(fact, len(samples[fact].labels), "samples", len(heads[fact].rows), "features")
    save_heads(heads, CHOICES)


def fit_choice(samples: Samples, embedder: Embedder) -> Head:
    """The head of one fact."""
    vectors = embedder.encode(samples.texts)
    seen = [
        seen_vector(vector, asked=ASKED in present)
        for vector, present in zip(vectors, samples.features, strict=True)
    ]
    return fit(samples.features, samples.labels, np.vstack(seen))


if __name__ == "__main__":
    main()
