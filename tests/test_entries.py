"""The questions kept beside the article: complete, strict, and their shipped vectors current."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.embedding import Embedder, Vectors
from knowledge.entries import DATA, Entries, load_entries
from knowledge.loading import load_article
from knowledge.strict import RulebookError
from knowledge.vectors import FILE, vectors_of, write_vectors

FEWEST_QUESTIONS = 5


@pytest.fixture(scope="module")
def article() -> Article:
    return load_article()


@pytest.fixture(scope="module")
def entries(article: Article) -> Entries:
    return load_entries(article)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("questions.toml", "uncovered.toml"):
        (tmp_path / name).write_text((DATA / name).read_text("utf-8"), "utf-8")
    return tmp_path


def test_every_passage_has_enough_questions(entries: Entries) -> None:
    targets = [entry.target for entry in entries.all]

    # One entry of each passage is its own text.
    assert all(targets.count(p) > FEWEST_QUESTIONS for p in entries.article.passages)


def test_entry_ids_are_unique(entries: Entries) -> None:
    assert len({entry.id for entry in entries.all}) == len(entries.all)


def test_a_changed_question_changes_the_fingerprint(article: Article, folder: Path) -> None:
    before = load_entries(article, folder).fingerprint()
    questions = folder / "questions.toml"
    questions.write_text(questions.read_text("utf-8").replace("what is fine-tuning", "tuning?"))

    assert load_entries(article, folder).fingerprint() != before


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("questions.toml", "cost-fine-tuning = [", "cost-tuning = [", "no such passage"),
        ("questions.toml", "[passages]", "[passage]", "passage"),
        ("uncovered.toml", '"row-knowledge-freshness"', '"row-freshness"', "row-freshness"),
        ("uncovered.toml", 'id = "retrieval"', 'id = "intro-framework"', "is a passage"),
        ("uncovered.toml", '"what is LoRA"', '"what is fine-tuning"', "keep it once"),
        ("uncovered.toml", "say =", "says =", "says"),
    ],
)
def test_a_mistake_in_the_questions_is_named(
    file: str, old: str, new: str, words: str, article: Article, folder: Path
) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(RulebookError, match=words) as error:
        load_entries(article, folder)

    assert file in str(error.value)


def test_the_shipped_vectors_are_those_of_the_texts(entries: Entries) -> None:
    embedder = Embedder()
    sample = [entry.text for entry in entries.all][::40]

    assert cosines(vectors_of(sample, embedder), embedder.encode(sample)).min() > 0.9999


def cosines(one: Vectors, other: Vectors) -> Vectors:
    products: Vectors = np.sum(one * other, axis=1)
    return products


class Counting(Embedder):
    """Counts the texts it has to compute."""

    computed = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.computed += len(texts)
        return super().encode(texts)


def test_the_shipped_vectors_are_complete(entries: Entries) -> None:
    """When this fails: python -m knowledge.fitting"""
    embedder = Counting()

    vectors_of([entry.text for entry in entries.all], embedder)

    assert embedder.computed == 0


def test_a_new_text_is_computed(tmp_path: Path) -> None:
    embedder = Counting()
    write_vectors(["one"], embedder, tmp_path / "vectors.npz")

    vectors = vectors_of(["one", "two"], embedder, tmp_path / "vectors.npz")

    assert embedder.computed == len(["one"]) + len(["two"])
    assert cosines(vectors, embedder.encode(["one", "two"])).min() > 0.9999


@pytest.mark.parametrize("content", [b"", b"no archive", FILE.read_bytes()[:5000]])
def test_a_damaged_vector_file_is_not_used(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "vectors.npz").write_bytes(content)
    embedder = Counting()

    vectors_of(["one"], embedder, tmp_path / "vectors.npz")

    assert embedder.computed == 1


def test_vectors_of_another_model_are_not_used(tmp_path: Path) -> None:
    class Other(Counting):
        MODEL = "another"

    write_vectors(["one"], Embedder(), tmp_path / "vectors.npz")
    embedder = Other()

    vectors_of(["one"], embedder, tmp_path / "vectors.npz")

    assert embedder.computed == 1
