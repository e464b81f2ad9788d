"""The rules as data give the verdicts that their description in words asks for."""

from collections.abc import Mapping
from itertools import product

from knowledge.loading import load_rulebook
from knowledge.loading.reach import regions

RULEBOOK = load_rulebook()
DECIDING = {name: fact for name, fact in RULEBOOK.facts.items() if fact.deciding}


def in_words(at: Mapping[str, str]) -> str:
    """The verdict and its route, written down without the rule data."""
    if (
        at["labelled_examples"] != "enough"
        or at["data_quality"] == "low"
        or at["volatility"] == "fast"
        or at["auditability"] == "required"
        or at["task_shape"] == "varied"
    ):
        return "prompt_engineering"
    gap, long = at["accuracy_gap"], at["prompt_tokens"] == "long"
    exact_at_scale = at["format_consistency"] == "critical" and at["volume"] == "high"
    efficiency = long and (at["latency"] == "critical" or exact_at_scale)
    close = gap in {"met", "small"}
    if at["data_quality"] == "high" and at["prompting_tried"] == "exhausted":
        if gap == "large":
            return "fine_tuning by accuracy"
        if close and efficiency:
            return "fine_tuning by efficiency"
    driver = at["jargon"] == "yes" or efficiency
    if gap in {"middle", "large"} or (gap == "unmeasured" and driver) or (close and efficiency):
        return "experiment_first"
    return "prompt_engineering"


def test_every_combination_of_cells_has_the_verdict_described_in_words() -> None:
    found: dict[tuple[str, ...], str] = {}
    for region in regions(RULEBOOK.rules, RULEBOOK.blockers, DECIDING):
        tuned = region.verdict == "fine_tuning"
        verdict = f"{region.verdict} by {region.route}" if tuned else region.verdict
        for box in region.boxes:
            for point in product(*(sorted(box[name]) for name in DECIDING)):
                assert found.setdefault(point, verdict) == verdict
    assert len(found) == 77_760
    assert all(
        verdict == in_words(dict(zip(DECIDING, point, strict=True)))
        for point, verdict in found.items()
    )
