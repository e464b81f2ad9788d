"""Messages in other languages are noticed, and answered with a friendly word."""

import json
from pathlib import Path

import pytest

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.reading.language import other_language

DEV = Path(__file__).parent / "reading_dev.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wir haben noch keine Daten gesammelt", "de"),
        ("No tenemos datos etiquetados", "es"),
        ("nous avons environ 2000 exemples annotés", "fr"),
        ("chaque mois", "fr"),
        ("we have no labelled data", None),
        ("critical", None),
        ("12.500", None),
        ("", None),
    ],
)
def test_the_language_of_a_message(text: str, language: str | None) -> None:
    assert other_language(text) == language


def test_english_answers_are_not_taken_for_another_language() -> None:
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    english = [row["text"] for row in rows if row["text"].isascii()]
    mistaken = [text for text in english if other_language(text) is not None]
    assert len(mistaken) <= len(english) / 100, mistaken


def test_a_foreign_message_says_so_in_what_is_understood() -> None:
    read = Reader(load_rulebook(), None).read("el contenido cambia muy poco", "data")
    assert (read["language"], read["facts"]) == ("es", {})
