"""Logistic regression: fitted weights say what the examples say."""

import math

import numpy as np
import pytest

from knowledge.logistic import Weights, fit

SIGNS = [(0.1, 0.5), (0.2, 0.4), (0.3, 0.6), (0.7, 0.5), (0.8, 0.4), (0.9, 0.6)]
ANSWERED = [False, False, False, True, True, True]


def fitted(strength: float) -> Weights:
    first, second, bias = fit(SIGNS, ANSWERED, strength).tolist()
    return Weights({"telling": first, "idle": second}, bias)


def test_what_was_answered_gets_the_higher_chance() -> None:
    weights = fitted(0.05)

    chances = [weights.chance({"telling": one, "idle": other}) for one, other in SIGNS]
    assert max(chances[:3]) < 0.5 < min(chances[3:])


def test_a_sign_that_tells_nothing_weighs_nothing() -> None:
    weights = fitted(0.05).weights

    assert abs(weights["idle"]) < 0.05 * weights["telling"]


def test_a_stronger_penalty_makes_smaller_weights() -> None:
    assert fitted(5.0).weights["telling"] < fitted(0.05).weights["telling"]


def test_fitted_chances_are_on_average_what_was_answered() -> None:
    chances = [1 / (1 + np.exp(-np.array([*signs, 1]) @ fit(SIGNS, ANSWERED))) for signs in SIGNS]

    assert np.mean(chances) == pytest.approx(np.mean(ANSWERED))


def test_without_signs_the_bias_alone_gives_the_chance() -> None:
    assert Weights({}, math.log(3)).chance({}) == pytest.approx(0.75)
