"""Texts as words: stems, synonyms, groups of letters."""

import pytest

from knowledge.entries import DATA
from knowledge.lexical import Analyzer, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tuning", "tuned"),
        ("examples", "example"),
        ("queries", "query"),
        ("stopped", "stopping"),
        ("costs", "cost"),
        ("labels", "labelled"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_short_words_and_numbers_keep_their_form() -> None:
    assert [stem(word) for word in ("yes", "90", "1000s", "bed")] == ["yes", "90", "1000", "bed"]


def test_accents_case_and_stop_words_do_not_count() -> None:
    assert words("What does the CAFÉ cost?") == ["cafe", "cost"]


def test_fine_tuning_is_one_word_however_it_is_written() -> None:
    assert words("fine-tuning") == words("fine tuning") == words("Finetuning")


def test_synonyms_share_a_term() -> None:
    analyzer = Analyzer({"cost": ["price", "bill"]})

    assert set(analyzer.terms("price")) & set(analyzer.terms("bills")) == {"=cost"}


def test_the_bundled_synonyms_cover_other_languages() -> None:
    analyzer = Analyzer.load(DATA)

    assert "=cost" in analyzer.terms("¿Cuánto cuesta?")
    assert "=cost" in analyzer.terms("Was kostet das?")


def test_a_slip_keeps_most_groups_of_letters() -> None:
    meant, typed = (set(Analyzer({}).features(word)) for word in ("annotations", "anotations"))

    assert len(meant & typed) > len(typed) / 2
