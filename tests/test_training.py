"""Heads are fitted so that they judge as they were fitted, for two values and for more."""

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.loading import load_rulebook
from knowledge.reading import Reader
from knowledge.training.choices import choice_samples
from knowledge.training.fitting import fit
from knowledge.training.rows import read_rows

TOLD = [({"w=fast"}, "critical"), ({"w=overnight"}, "no"), ({"w=hello"}, "unsaid")]


@pytest.mark.parametrize("values", [2, 3])
def test_a_head_knows_again_what_it_was_fitted_on(values: int) -> None:
    samples = TOLD[:values] * 5
    head = fit([features for features, _ in samples], [label for _, label in samples])
    for features, label in TOLD[:values]:
        chances = head.probabilities(features)
        assert max(chances, key=lambda value: chances[value]) == label
        assert sum(chances.values()) == pytest.approx(1)


def test_a_vector_is_weighed_as_in_training() -> None:
    vectors = np.array([[1, 0], [0, 1]] * 5, np.float32)
    head = fit([set()] * 10, ["critical", "no"] * 5, vectors)
    assert head.probabilities((), vectors[0])["critical"] > 0.9
    assert head.probabilities((), vectors[1])["no"] > 0.9


def test_only_the_sentence_with_the_evidence_states_the_value() -> None:
    rulebook = load_rulebook()
    row = {"text": "We sort mail. It must be instant.", "facts": {"latency": "critical"},
           "evidence": {"latency": "must be instant"}}  # fmt: skip
    held = choice_samples([row], rulebook, Reader(rulebook, None), ["latency"])["latency"]
    assert dict(zip(held.texts, held.labels, strict=True)) == {
        "We sort mail": "unsaid",
        "It must be instant": "critical",
    }


def test_a_row_about_one_fact_says_nothing_of_the_others() -> None:
    rulebook = load_rulebook()
    row = {"text": "It must be instant", "facts": {"latency": "critical"}, "about": "latency"}
    held = choice_samples([row], rulebook, Reader(rulebook, None), ["latency", "jargon"])
    assert list(held) == ["latency"]


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"text": "no facts"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"rows\.jsonl, line 1"):
        read_rows([file])
