"""Fits when documents answer: ``python -m knowledge.documents.fitting FOLDER FILE``.

FOLDER holds documents, FILE questions about them, JSON lines ``{"question", "cite"}`` with exact
words of the passage that answers, null where none does. Every answered question is taken twice,
the second time without that passage: then nothing answers, however near the rest is.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from knowledge.answers_evaluation import Labelled, read_labelled
from knowledge.documents.calibration import SENTENCE
from knowledge.documents.ingest import Ingest
from knowledge.documents.library import Library
from knowledge.documents.quoting import Sentences
from knowledge.documents.ranking import PassageRanker, Signs
from knowledge.embedding import Embedder, Encode
from knowledge.logistic import fit
from knowledge.search.library import ExactSearch
from knowledge.tokens import count_tokens

LARGEST = 1_000_000
PENALTY = 0.05


@contextmanager
def library_of(paths: Sequence[Path], embedder: Embedder) -> Iterator[Library]:
    """A library that lasts as long as the block, with the documents in ``paths``."""
    with tempfile.TemporaryDirectory() as place, Library.open(Path(place)) as library:
        Ingest(library, embedder.encode, count_tokens, LARGEST, lambda _: None).add(paths)
        yield library


class Example(NamedTuple):
    """The signs of a question, what the best passage's sentences add, and whether it answers."""

    signs: Signs
    sentence: float
    answers: bool


def examples(ranker: PassageRanker, encode: Encode, asked: Sequence[Labelled]) -> Iterator[Example]:
    """Two for each question with an answer, one for each without."""
    for row in asked:
        for without in (None, row.cite) if row.cite else (None,):
            ranking = ranker.rank(row.question, without)
            if ranking.signs is not None:
                best = ranking.passages[0].passage
                nearest = Sentences(best, ranking.vector, encode).nearest()
                answers = without is None and row.cite is not None and row.cite in best.text
                yield Example(ranking.signs, nearest, answers)


def main() -> None:
    """Print the fitted values as TOML."""
    embedder = Embedder()
    asked = read_labelled(Path(sys.argv[2]))
    with library_of([Path(sys.argv[1])], embedder) as library:
        ranker = PassageRanker(library, ExactSearch(library), embedder.encode)
        found = list(examples(ranker, embedder.encode, asked))
    told("first", Signs._fields, [each.signs for each in found], found)
    closer = [(*each.signs, each.sentence) for each in found]
    told("closer", (*Signs._fields, SENTENCE), closer, found)


def told(
    table: str, names: Sequence[str], signs: Sequence[tuple[float, ...]], found: Sequence[Example]
) -> None:
    """Print one table of weights."""
    weights = fit(signs, [each.answers for each in found], PENALTY)
    print(f"\n[{table}]\nbias = {weights[-1]:.2f}")
    for name, weight in zip(names, weights, strict=False):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
