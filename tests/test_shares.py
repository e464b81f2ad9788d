"""Two accuracies read out of a question."""

import pytest

from knowledge.shares import Share, shares


@pytest.mark.parametrize(
    ("question", "best", "target"),
    [
        ("72 and we need 90", 0.72, 0.9),
        ("90 is required and we have 72", 0.72, 0.9),
        ("93% but only 90 needed", 0.93, 0.9),
        ("how to go from 85 to 90 percent", 0.85, 0.9),
        ("seventy-two percent now, ninety percent required", 0.72, 0.9),
        ("ninety wanted, seventy two so far", 0.72, 0.9),
        ("three quarters correct, nine tenths demanded", 0.75, 0.9),
        ("fifteen out of 20 right, we need 18 out of 20", 0.75, 0.9),
        ("85 in 100 cases right, 90 in 100 required", 0.85, 0.9),
        ("prompt at 0.86, target 0.9", 0.86, 0.9),
    ],
)
def test_both_accuracies_are_read(question: str, best: float, target: float) -> None:
    assert shares(question) == (Share(best, best), Share(target, target))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("between 70 and 75 percent, target is 90", "70–75 %"),
        ("70-75%, need 90", "70–75 %"),
        ("we reach 85 to 88 % and want 90", "85–88 %"),
    ],
)
def test_a_range_is_one_accuracy(question: str, words: str) -> None:
    found = shares(question)

    assert found is not None
    assert found[0].words() == words


@pytest.mark.parametrize(
    "question",
    ["", "between 70 and 75 percent", "70 80 90 needed", "need 50 weeks and 90 examples", "0 of 0"],
)
def test_anything_else_is_not_two_accuracies(question: str) -> None:
    assert shares(question) is None
