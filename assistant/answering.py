"""What questions are answered from: the article, and the added documents beside it."""

import logging
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from knowledge.answers import Answers
from knowledge.article import Article
from knowledge.documents.answering import DocumentAnswers
from knowledge.documents.combined import CombinedAnswers
from knowledge.documents.library import Library, LibraryError
from knowledge.embedding import Embedder
from knowledge.entries import load_entries
from knowledge.recent import RecentEmbedder
from knowledge.search.entries import open_index
from knowledge.search.library import LibrarySearch

log = logging.getLogger(__name__)


class Answering(NamedTuple):
    """The article's answers, those of all sources, and what the user should know, if anything."""

    article: Answers
    combined: CombinedAnswers
    notice: str | None


def open_answers(
    folder: Path,
    article: Article,
    library: Library | None,
    embedder: Embedder,
    opening: ExitStack,
    *,
    build: bool,
) -> Answering:
    """Answers over the indexes of the data folder ``folder``, until ``opening`` closes.

    ``build``: whether an index of documents that is far behind is built meanwhile.

    Raises:
        EmbeddingError: the embedding model cannot be used.
    """
    recent = RecentEmbedder(embedder)
    entries = load_entries(article)
    index = open_index(folder, embedder, entries)
    opening.callback(index.close)
    answers = Answers(article, recent, index, entries)
    alone = Answering(answers, CombinedAnswers(answers, None), index.notice)
    if library is None:
        return alone
    try:
        search = LibrarySearch(folder, library, embedder.MODEL, build=build)
    except LibraryError as fault:
        log.warning("Answering from the article alone: %s", fault)
        return alone
    opening.callback(search.close)
    documents = DocumentAnswers(library, search, recent.encode)
    return Answering(answers, CombinedAnswers(answers, documents), index.notice or search.notice)
