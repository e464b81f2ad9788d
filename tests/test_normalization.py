"""Questions put into plain words: shorthand written out, other languages word by word."""

from pathlib import Path

import pytest

from knowledge.entries import DATA
from knowledge.normalization import Normalizer
from knowledge.strict import RulebookError


@pytest.fixture(scope="module")
def normalizer() -> Normalizer:
    return Normalizer.load(DATA)


def test_shorthand_is_written_out(normalizer: Normalizer) -> None:
    assert normalizer.plain("how long does FT take u?") == "how long does fine-tuning take you?"


def test_fillers_are_left_out(normalizer: Normalizer) -> None:
    assert normalizer.plain("which is cheaper lol") == "which is cheaper"


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("¿Cuánto cuesta entrenar un modelo?", "¿how much cost train a model?"),
        ("Was kostet das Training?", "what cost the Training?"),
        ("Combien de données faut-il ?", "how much the data need-it ?"),
    ],
)
def test_another_language_is_put_into_english_word_by_word(
    asked: str, plain: str, normalizer: Normalizer
) -> None:
    assert normalizer.plain(asked) == plain


@pytest.mark.parametrize(
    "asked",
    [
        "which one will die out",
        "come to the data with a plus",
        "what is the cost of AI in a car?",
        "",
        "¿?",
    ],
)
def test_english_stays_as_it_is(asked: str, normalizer: Normalizer) -> None:
    assert normalizer.plain(asked) == asked


def test_a_word_with_two_meanings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shorthand.toml").write_text((DATA / "shorthand.toml").read_text("utf-8"))
    (tmp_path / "glossary.toml").write_text('cost = ["prix"]\nprice = ["prix"]\n')

    with pytest.raises(RulebookError, match=r"glossary\.toml: price: 'prix' is 'cost' too"):
        Normalizer.load(tmp_path)


def test_an_elision_is_two_words(normalizer: Normalizer) -> None:
    assert "mistake" in normalizer.plain("quelle est l’erreur de la plupart")
