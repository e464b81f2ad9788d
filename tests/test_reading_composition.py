"""Numbers that only together say how many."""

import pytest

from knowledge.reading.quantities import Quantity, find_quantities
from knowledge.reading.tokens import tokenize

MONTH = 30


def quantities(text: str) -> list[Quantity]:
    return find_quantities(tokenize(text).tokens)


def amounts(text: str, kind: str) -> list[float]:
    return [round(q.low, 4) for q in quantities(text) if q.kind == kind]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("14 defect types, 60 photos each", 840),
        ("50 phrases per dialect, six dialects", 300),
        ("each of our 30 tutors marked 40 essays", 1200),
        ("we have 35 samples for each of the 12 suppliers", 420),
        ("9 wards x 110 notes", 990),
        ("300 a month for half a year", 1800),
        ("800 captions plus another 450 from the archive", 1250),
        ("2,000 minus the 150 we lost", 1850),
        ("all but 40 of our 640 recipes", 600),
        ("we had 5,000, then a cleanup ate 20 percent", 4000),
        ("900 letters, 200 of which are kept, 50 of those are useless", 150),
        ("a quarter of our 8,000 scans", 2000),
        ("10% of 4,500", 450),
        ("900 train / 100 test", 1000),
    ],
)
def test_counts_that_belong_together_are_one(text: str, count: float) -> None:
    assert count in amounts(text, "count")


@pytest.mark.parametrize(
    ("text", "a_month"),
    [
        ("30 orders a day per depot, 12 depots", 10800),
        ("90 clerks, each asks it 4 times a day", 10800),
        ("twice a day in each of 45 shops", 2700),
        ("200 policies daily, 3 calls per policy", 18000),
        ("60 an hour, 10 hours a day", 18000),
        ("20 per shift, three shifts", 1800),
        ("9k tickets a month, but only one third goes to the model", 3000),
        ("2.4 million a year", 200000),
        ("24k p.a.", 2000),
    ],
)
def test_rates_that_belong_together_are_one(text: str, a_month: float) -> None:
    rates = [round(MONTH * q.low) for q in quantities(text) if q.kind == "rate"]
    assert rates == [a_month]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("172 of 215 letters came back right", 0.8),
        ("we ran 40 cases, 6 wrong", 0.15),
        ("out of 90 forms it nailed 81", 0.9),
        ("thirty wrong out of three hundred", 0.1),
        ("every fifth answer is nonsense", 0.2),
        ("it is wrong about once in 25", 0.04),
        ("one in a hundred", 0.01),
        ("correct in 9 cases out of 12", 0.75),
        ("half a percent", 0.005),
        ("from 52% to 61%", 0.61),
        ("high eighties", 0.86),
        ("low 70s with few-shot", 0.7),
    ],
)
def test_results_of_a_test_are_shares(text: str, share: float) -> None:
    assert amounts(text, "share") == [share]


def test_a_share_of_failures_says_so() -> None:
    [wrong] = quantities("out of 60 letters it messed up 9")
    assert wrong.wrong
    [right] = quantities("out of 60 letters it nailed 51")
    assert not right.wrong


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("four points short of 92", 0.88),
        ("10 points better than the 70 we have", 0.8),
        ("we were at 71, examples gave plus 8", 0.79),
    ],
)
def test_points_are_counted_from_the_mark(text: str, share: float) -> None:
    assert amounts(text, "share") == [share]


@pytest.mark.parametrize(
    ("text", "kind", "last"),
    [
        ("it was 8 weeks, now they say 6", "duration", 6 * 7 * 86_400),
        ("700 a day in summer, otherwise 200", "rate", 200),
        ("the demo took 3 weeks, release is due in 5", "duration", 5 * 7 * 86_400),
    ],
)
def test_a_unit_said_once_holds_for_the_next_number(text: str, kind: str, last: float) -> None:
    assert amounts(text, kind)[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "700 labelled notes, each read by two doctors",
        "700 labelled notes of about 200 words each",
        "700 labelled notes, three labels per note",
        "700 labelled notes, each goes to one of 12 queues",
        "700 labelled notes and another 9,000 without labels",
        "700 labelled notes, two graders each",
    ],
)
def test_what_belongs_to_each_item_does_not_multiply_the_items(text: str) -> None:
    assert quantities(text)[0].low == 700


def test_a_number_read_from_a_shared_thousand_is_not_sure() -> None:
    [_, ours] = quantities("they want 70k, we can give 40")
    assert (ours.low, ours.sure) == (40_000, False)


def test_a_peak_gives_way_to_the_usual_rate() -> None:
    [usual] = quantities("2,000 an hour at peak, usually 90 a day")
    assert usual.low == 90


def test_a_composed_number_stands_where_its_noun_is() -> None:
    message = tokenize("20 classes, 75 examples each")
    [both] = find_quantities(message.tokens)
    assert (both.composed, message.words(both.first, both.last)) == ("product", ["75"])
