"""The learned reading of a question: by meaning and by form, kept as data."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import Embedder
from knowledge.entries import load_entries
from knowledge.loading import load_article
from knowledge.probe import FILE, Fitted, Probe, Terms, fit
from knowledge.ranking import fitted_on

VECTORS = np.eye(4, dtype=np.float32)
TEXTS = [["cat", "animal"], ["cat", "animal"], ["car", "engine"], ["car", "engine"]]
TARGETS = ["animals", "animals", "machines", "machines"]


@pytest.fixture
def fitted() -> Fitted:
    return fit(VECTORS, TEXTS, TARGETS)


def test_shared_words_alone_tell_the_target(fitted: Fitted) -> None:
    scores = fitted.probe.scores(np.zeros(4, dtype=np.float32), ["car"])

    assert scores["machines"] > scores["animals"]


def test_meaning_alone_tells_the_target(fitted: Fitted) -> None:
    scores = fitted.probe.scores(VECTORS[0], [])

    assert scores["animals"] > scores["machines"]


def test_leaving_one_out_is_what_fitting_without_it_gives() -> None:
    turned = np.roll(VECTORS, 1, axis=1) + 2 * VECTORS
    vectors = (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)
    nothing: list[list[str]] = [[]] * len(TARGETS)

    without = fit(vectors[1:], nothing[1:], TARGETS[1:]).probe.scores(vectors[0], [])
    assert fit(vectors, nothing, TARGETS).held_out[0] == pytest.approx(without, abs=1e-5)


def test_a_rare_feature_weighs_more_than_a_common_one() -> None:
    terms = Terms.of([["cat", "dog"], ["cat", "dog"], ["dog"], ["dog"], ["bird"]])
    columns, values = terms.row(["cat", "dog"])

    weight = {terms.features[column]: value for column, value in zip(columns, values, strict=True)}
    assert weight["cat"] > weight["dog"]


def test_features_stand_in_order_however_they_are_come_upon() -> None:
    assert Terms.of([["dog", "cat", "ant"], ["cat", "ant", "dog"]]).features == [
        "ant",
        "cat",
        "dog",
    ]


def test_fitting_again_writes_the_same_file(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        fit(VECTORS, TEXTS, TARGETS).probe.save("these", tmp_path / name)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_kept_probe_says_the_same(fitted: Fitted, tmp_path: Path) -> None:
    fitted.probe.save("these", tmp_path / "probe.npz")
    kept = Probe.load("these", VECTORS, tmp_path / "probe.npz")

    assert kept is not None
    before = fitted.probe.scores(VECTORS[2], ["cat"])
    assert kept.scores(VECTORS[2], ["cat"]) == pytest.approx(before, abs=0.01)


def test_a_probe_fitted_on_something_else_is_not_used(fitted: Fitted, tmp_path: Path) -> None:
    fitted.probe.save("these", tmp_path / "probe.npz")

    assert Probe.load("others", VECTORS, tmp_path / "probe.npz") is None


@pytest.mark.parametrize("content", [b"", b"no archive", FILE.read_bytes()[:5000]])
def test_a_damaged_probe_is_not_used(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "probe.npz").write_bytes(content)

    assert Probe.load("these", VECTORS, tmp_path / "probe.npz") is None


def test_the_shipped_probe_is_that_of_the_entries() -> None:
    """When this fails: python -m knowledge.fitting"""
    entries, embedder = load_entries(load_article()), Embedder()

    assert Probe.load(fitted_on(entries, embedder), VECTORS) is not None
