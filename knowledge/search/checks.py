"""Whether an index found on disk is the one expected, and whole."""

from collections.abc import Mapping

from knowledge.embedding import Vectors
from knowledge.search.chroma import Collection, Unusable
from knowledge.shapes import JsonValue

SAME = 1e-3
MISMATCHES = {
    "format": "it was written by another version of the product",
    "model": "it was built with another embedding model",
    "article": "it was built from another version of the article",
    "entries": "the questions kept beside the article have changed",
    "count": "the questions kept beside the article have changed",
    "chroma": "it was written by another version of Chroma",
}


def refuse_other(found: Mapping[str, JsonValue], expected: Mapping[str, JsonValue]) -> None:
    """Compares what an index was made from.

    Raises:
        Unusable: ``found`` has a key of ``expected`` with another value.
    """
    for key, words in MISMATCHES.items():
        if key in expected and found.get(key) != expected[key]:
            raise Unusable(words)


def findable(collection: Collection, known: Vectors) -> int:
    """How many rows of ``known``, which the collection should hold, a look-up finds."""
    found = collection.nearest(known, 1)
    return sum(1 for row in found if row and abs(1 - row[0][1]) < SAME)
