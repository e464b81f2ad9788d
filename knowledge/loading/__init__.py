"""The article and the rulebook from ``data/``, loaded strictly; nothing is read on import."""

from pathlib import Path

from knowledge.article import Article
from knowledge.loading import passages

DATA = Path(__file__).parents[1] / "data"


def load_article(folder: Path | None = None) -> Article:
    """The article of ``folder`` (the bundled one when None) with its passages.

    Raises:
        RulebookError: naming file, key and remedy.
    """
    return passages.load_article(folder or DATA)
