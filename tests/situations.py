"""Random situations for property tests, and the verdict worked out independently of the data."""

from collections.abc import Mapping
from itertools import product

from hypothesis import strategies as st

from knowledge.shapes import JsonValue

CHOICES: dict[str, list[str]] = {
    "data_quality": ["high", "mixed", "low"],
    "volatility": ["static", "yearly", "quarterly", "monthly", "weekly", "daily"],
    "auditability": ["required", "nice", "no"],
    "latency": ["critical", "moderate", "no"],
    "format_consistency": ["critical", "flexible"],
    "jargon": ["yes", "no"],
    "prompting_tried": ["none", "some", "exhausted"],
    "task_shape": ["narrow", "varied"],
    "reasoning": ["multi_step", "simple"],
}
UNSURE: JsonValue = {"state": "unsure"}


def _ranges(
    values: st.SearchStrategy[int] | st.SearchStrategy[float],
) -> st.SearchStrategy[JsonValue]:
    numbers: st.SearchStrategy[JsonValue] = values.map(lambda number: number)
    spans: st.SearchStrategy[JsonValue] = st.tuples(values, values).map(lambda p: [min(p), max(p)])
    return numbers | spans | values.map(lambda low: [low, None])


COUNTS = _ranges(st.sampled_from([0, 1, 300, 999, 1000, 2500, 99_999, 100_000, 10**7]))
SHARES = _ranges(st.integers(0, 100).map(lambda percent: percent / 100))
VALUES: dict[str, st.SearchStrategy[JsonValue]] = {
    **{name: st.sampled_from(words) for name, words in CHOICES.items()},
    "use_case": st.sampled_from(["Sorting tickets", "A bot that looks things up in our wiki"]),
    "labelled_examples": COUNTS,
    "prompt_tokens": COUNTS | st.sampled_from(["long", "short"]),
    "volume": COUNTS | st.sampled_from(["high", "low"]),
    "best_accuracy": SHARES | st.just("unmeasured"),
    "target_accuracy": SHARES,
    "accuracy_gap": st.sampled_from(["unmeasured", "met", "small", "middle", "large", "undecided"]),
    "deadline_weeks": _ranges(st.sampled_from([0, 1, 5.5, 6, 16, 40])),
    "budget_usd": _ranges(st.sampled_from([0, 4999, 5000, 29999.5, 30000, 200_000])),
}
SITUATIONS: st.SearchStrategy[dict[str, JsonValue]] = st.fixed_dictionaries(
    {}, optional={name: values | st.just(UNSURE) for name, values in VALUES.items()}
)
"""Facts as JSON: each absent, unsure, a value or a range."""
TUNED: dict[str, JsonValue] = {
    "labelled_examples": 5000,
    "data_quality": "high",
    "volatility": "static",
    "auditability": "no",
    "latency": "no",
    "prompting_tried": "exhausted",
    "best_accuracy": 0.7,
    "target_accuracy": 0.9,
    "task_shape": "narrow",
}
"""A plain case for fine-tuning by accuracy."""

Cells = Mapping[str, str]


def judged_by_hand(cells: Cells) -> tuple[str, str | None]:
    """Verdict and route to fine-tuning of one combination of cells, straight from the rules."""
    blocked = (
        cells["labelled_examples"] != "enough"
        or cells["data_quality"] == "low"
        or cells["volatility"] == "fast"
        or cells["auditability"] == "required"
        or cells["task_shape"] == "varied"
    )
    if blocked:
        return "prompt_engineering", None
    gap, long = cells["accuracy_gap"], cells["prompt_tokens"] == "long"
    at_scale = cells["format_consistency"] == "critical" and cells["volume"] == "high"
    efficient = long and (cells["latency"] == "critical" or at_scale)
    near = gap in ("met", "small")
    if cells["data_quality"] == "high" and cells["prompting_tried"] == "exhausted":
        if gap == "large":
            return "fine_tuning", "accuracy"
        if near and efficient:
            return "fine_tuning", "efficiency"
    driven = cells["jargon"] == "yes" or efficient
    open_question = gap in ("middle", "large") or (gap == "unmeasured" and driven)
    if open_question or (near and efficient):
        return "experiment_first", None
    return "prompt_engineering", None


def every_cell(
    box: Mapping[str, frozenset[str]], axes: Mapping[str, object]
) -> list[dict[str, str]]:
    """Every combination of the possible cells of the axes."""
    names = list(axes)
    return [
        dict(zip(names, cells, strict=True)) for cells in product(*(sorted(box[n]) for n in names))
    ]
