"""Numbers, quantities and frequencies as people write them."""

import pytest

from knowledge.reading.frequencies import find_frequencies
from knowledge.reading.numerals import find_numbers
from knowledge.reading.quantities import find_quantities
from knowledge.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3.5k", 3500, 3500),
        ("4,200", 4200, 4200),
        ("1,00,000", 100000, 100000),
        ("10.000", 10000, 10000),
        ("1 lakh", 100000, 100000),
        ("twelve hundred", 1200, 1200),
        ("three thousand two hundred and five", 3205, 3205),
        ("two and a half thousand", 2500, 2500),
        ("half a million", 500000, 500000),
        ("ninety two point five", 92.5, 92.5),
        ("a couple thousand", 1500, 2500),
        ("a few hundred", 200, 500),
        ("tens of thousands", 10000, 90000),
        ("15 to 20k", 15000, 20000),
        ("between 900 and 1,100", 900, 1100),
        ("two or three hundred", 200, 300),
        ("just shy of a thousand", 900, 999),
        ("less than a hundred", 0, 100),
        ("more than 2,000", 2000, None),
        ("1,000+", 1000, None),
        ("diez mil", 10000, 10000),
    ],
)
def test_a_number_is_read(text: str, low: float, high: float | None) -> None:
    [number] = find_numbers(tokenize(text).tokens)
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "kind", "low"),
    [
        ("300 ms", "duration", 0.3),
        ("half an hour", "duration", 1800),
        ("nine hundred tickets a day", "rate", 900),
        ("150 queries/day", "rate", 150),
        ("10 rps", "rate", 864000),
        ("85%", "share", 0.85),
        ("three out of four", "share", 0.75),
        ("nine in ten", "share", 0.9),
        ("$40k", "money", 40000),
        ("4k tokens", "tokens", 4000),
    ],
)
def test_a_quantity_has_its_unit(text: str, kind: str, low: float) -> None:
    [quantity] = find_quantities(tokenize(text).tokens)
    assert (quantity.kind, round(quantity.low, 6)) == (kind, low)


@pytest.mark.parametrize("text", ["GPT 4", "Llama 70B", "since 2015", "24GB", "python 3.11"])
def test_names_and_years_are_no_quantities(text: str) -> None:
    assert find_quantities(tokenize(text).tokens) == []


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("hourly", "daily"),
        ("every day", "daily"),
        ("twice a month", "weekly"),
        ("every two weeks", "weekly"),
        ("52 releases a year", "weekly"),
        ("each Monday", "weekly"),
        ("once a month", "monthly"),
        ("every six months", "quarterly"),
        ("every spring", "yearly"),
        ("every five years", "static"),
    ],
)
def test_a_frequency_has_a_pace(text: str, pace: str) -> None:
    [frequency] = find_frequencies(tokenize(text).tokens)
    assert frequency.pace == pace
