"""Numbers, quantities and frequencies as people write them."""

import pytest

from knowledge.reading.corrections import without_denied
from knowledge.reading.frequencies import find_frequencies
from knowledge.reading.numerals import find_numbers
from knowledge.reading.quantities import find_quantities
from knowledge.reading.sayings import load_sayings
from knowledge.reading.scene import make_scene
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
        ("1.200", 1200, 1200),
        ("1 300", 1300, 1300),
        ("1.2 mil", 1200000, 1200000),
        ("2 mln", 2000000, 2000000),
        ("three crore", 30000000, 30000000),
        ("a baker's dozen", 13, 13),
        ("a gross", 144, 144),
        ("two dozen", 24, 24),
        ("a goose egg", 0, 0),
        ("zilch", 0, 0),
        ("seven figures", 1000000, 9999999),
        ("low six figures", 100000, 299999),
        ("five digits", 10000, 99999),
        ("a quarter of a million", 250000, 250000),
        ("quarter mil", 250000, 250000),
        ("a million and a half", 1500000, 1500000),
        ("four hundred fifty thousand", 450000, 450000),
        ("a hundred and ten thousand", 110000, 110000),
        ("two point five million", 2500000, 2500000),
        ("more than 5000 less than 8000", 5000, 8000),
        ("less then 900, more then 400", 400, 900),
        ("300, maybe 400", 300, 400),
        ("700 to 1k", 700, 1000),
        ("400 to 500 thousand", 400000, 500000),
        ("thousand and change", 1000, 1200),
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
        ("1.125 seconds", "duration", 1.125),
        ("1/2 sec", "duration", 0.5),
        ("a month and a half", "duration", 45 * 86400),
        ("a whole year", "duration", 365 * 86400),
        ("two quarters", "duration", 182 * 86400),
        ("fortnight", "duration", 14 * 86400),
        ("mid 70s", "share", 0.73),
        ("90s", "duration", 90),
        ("70-something percent", "share", 0.7),
        ("5 outta 10", "share", 0.5),
        ("22 a working day", "rate", 16.133333),
        ("360 per fiscal year", "rate", 1),
    ],
)
def test_a_quantity_has_its_unit(text: str, kind: str, low: float) -> None:
    [quantity] = find_quantities(tokenize(text).tokens)
    assert (quantity.kind, round(quantity.low, 6)) == (kind, low)


@pytest.mark.parametrize(
    "text",
    ["GPT 4", "Llama 70B", "since 2015", "24GB", "python 3.11", "0.1.12", "05:55", "12.10.2024"],
)
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
        ("once in twelve months", "yearly"),
        ("six-monthly", "quarterly"),
        ("in 2023 four times", "quarterly"),
        ("365 versions a year", "daily"),
        ("March, June, September and December", "quarterly"),
        ("50 commits since last May", "weekly"),
    ],
)
def test_a_frequency_has_a_pace(text: str, pace: str) -> None:
    [frequency] = find_frequencies(tokenize(text).tokens)
    assert frequency.pace == pace


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I said 300 a day; make it 3000", [3000]),
        ("was 12 weeks, they cut it to 5", [5 * 7 * 86400]),
        ("I wrote 3 seconds, should be 0.3", [0.3]),
        ("1,900 rather than 19,000", [1900]),
        ("450 instead of 300", [450]),
    ],
)
def test_a_replaced_number_is_not_read(text: str, kept: list[float]) -> None:
    scene = make_scene(tokenize(text), load_sayings(), None, ())
    assert [round(q.low, 6) for q in without_denied(scene).quantities] == kept
