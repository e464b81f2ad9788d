"""Scores a reader against a labelled file: what it gets right, what it invents, how fast it is.

A row is ``{"text", "facts", "topic"?, "kind"?, "tags"?, "also_ok"?, "retracts"?}``. A fact that
was read but is not labelled counts against precision, a labelled one that was not read against
recall; ``also_ok`` lists further right values, where null means it may be left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from knowledge.shapes import JsonValue, UnderstandingDict

Read = Callable[[str, str | None], UnderstandingDict]
Row = Mapping[str, Any]

EXAMPLES_THRESHOLD = 1_000
VOLUME_THRESHOLD = 100_000
CLOSE = 0.10
ACCURACY_CLOSE = 0.01
NEVER_SCORED = frozenset({"use_case"})
_COUNTS = frozenset(
    {"labelled_examples", "volume", "prompt_tokens", "deadline_weeks", "budget_usd"}
)
_ACCURACIES = frozenset({"best_accuracy", "target_accuracy"})
_ONE_TASK = ("one", "single", "only", "just", "task", "narrow", "same", "specific", "repetitive")


@dataclass
class Tally:
    """``right`` of ``read`` facts were right, out of ``labelled`` that had to be read."""

    right: int = 0
    read: int = 0
    labelled: int = 0

    def scores(self) -> dict[str, float | int]:
        """Precision, recall and F1; 1.0 where there was nothing to get wrong."""
        precision = self.right / self.read if self.read else 1.0
        recall = self.right / self.labelled if self.labelled else 1.0
        both = precision + recall
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / both, 4) if both else 0.0,
            "right": self.right,
            "read": self.read,
            "labelled": self.labelled,
        }


@dataclass
class _Score:
    overall: Tally = field(default_factory=Tally)
    by_fact: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_tag: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    intents: list[bool] = field(default_factory=list)
    retractions: list[bool] = field(default_factory=list)
    evidence: list[bool] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    mistakes: list[dict[str, Any]] = field(default_factory=list)


def evaluate_understanding(rows: Iterable[Row], read: Read) -> dict[str, Any]:
    """Read every row and score it; the result is plain data, percentages as shares of 1."""
    score = _Score()
    for row in rows:
        started = perf_counter()
        result = read(row["text"], row.get("topic"))
        score.milliseconds.append(1000 * (perf_counter() - started))
        _score_row(score, row, result)
    return {
        "rows": len(score.milliseconds),
        "overall": score.overall.scores(),
        "by_fact": {fact: tally.scores() for fact, tally in sorted(score.by_fact.items())},
        "by_tag": {tag: tally.scores() for tag, tally in sorted(score.by_tag.items())},
        "intent": _share(score.intents),
        "retractions": _share(score.retractions),
        "evidence_valid": _share(score.evidence),
        "latency_ms": {"p50": _quantile(score.milliseconds, 0.5),
                       "p95": _quantile(score.milliseconds, 0.95)},
        "mistakes": score.mistakes,
    }  # fmt: skip


def _score_row(score: _Score, row: Row, result: UnderstandingDict) -> None:
    facts = {k: v for k, v in result["facts"].items() if k not in NEVER_SCORED}
    labelled: Mapping[str, JsonValue] = row["facts"]
    tags = row.get("tags", [])
    for fact in sorted({*facts, *labelled} - NEVER_SCORED):
        outcome = _outcome(row, fact, facts, labelled)
        if outcome is None:
            continue
        for tally in (score.overall, score.by_fact[fact], *(score.by_tag[tag] for tag in tags)):
            tally.right += outcome == "right"
            tally.read += fact in facts
            tally.labelled += outcome != "invented"
        if outcome != "right":
            score.mistakes.append(
                {"id": row.get("id"), "text": row["text"], "fact": fact, "outcome": outcome,
                 "read": facts.get(fact), "labelled": labelled.get(fact)}
            )  # fmt: skip
    _score_rest(score, row, result)


def _score_rest(score: _Score, row: Row, result: UnderstandingDict) -> None:
    score.evidence += [
        result["evidence"].get(fact, "") in row["text"] and bool(result["evidence"].get(fact))
        for fact in result["facts"]
    ]
    if row.get("retracts"):
        score.retractions.append(sorted(row["retracts"]) == sorted(result["retracts"]))
    if "kind" in row:
        allowed = [row["kind"], *row.get("also_ok", {}).get("kind", [])]
        score.intents.append(result["intent"] in allowed)
        if result["intent"] not in allowed:
            score.mistakes.append(
                {"id": row.get("id"), "text": row["text"], "fact": "kind", "outcome": "wrong",
                 "read": result["intent"], "labelled": row["kind"]}
            )  # fmt: skip


def _outcome(
    row: Row, fact: str, facts: Mapping[str, JsonValue], labelled: Mapping[str, JsonValue]
) -> str | None:
    """``right``, ``wrong``, ``missed`` or ``invented``; None where nothing is to be counted."""
    also: Sequence[JsonValue] = row.get("also_ok", {}).get(fact, [])
    if fact not in facts:
        optional = None in also or _narrow_unsaid(row, fact, labelled)
        return None if optional else "missed"
    allowed = [labelled[fact]] if fact in labelled else []
    allowed += [value for value in also if value is not None]
    if any(agrees(fact, facts[fact], value) for value in allowed):
        return "right" if fact in labelled else None
    return "wrong" if fact in labelled else "invented"


def _narrow_unsaid(row: Row, fact: str, labelled: Mapping[str, JsonValue]) -> bool:
    """``narrow`` may be left out wherever no word says one task."""
    if fact != "task_shape" or labelled.get(fact) != "narrow" or row.get("topic") == "task":
        return False
    said = str(row.get("evidence", {}).get(fact, row["text"])).lower().split()
    return not any(word.strip(".,:;'\"") in _ONE_TASK for word in said)


def agrees(fact: str, value: JsonValue, label: JsonValue) -> bool:
    """Whether a value read is as good as the labelled one, by the rules for its kind of fact."""
    if fact == "volume" and isinstance(value, str) != isinstance(label, str):
        number, word = (label, value) if isinstance(value, str) else (value, label)
        return word in _sides(number, VOLUME_THRESHOLD)
    bounds, wanted = _bounds(value), _bounds(label)
    if bounds is None or wanted is None:
        return value == label
    if fact in _ACCURACIES:
        return bounds[0] <= wanted[1] + ACCURACY_CLOSE and wanted[0] <= bounds[1] + ACCURACY_CLOSE
    if fact in _COUNTS:
        near = bounds[0] <= wanted[1] * (1 + CLOSE) and wanted[0] <= bounds[1] * (1 + CLOSE)
        return near and _same_side(fact, value, label)
    return value == label


def _same_side(fact: str, value: JsonValue, label: JsonValue) -> bool:
    threshold = {"labelled_examples": EXAMPLES_THRESHOLD, "volume": VOLUME_THRESHOLD}.get(fact)
    if threshold is None:
        return True
    ours, theirs = _sides(value, threshold), _sides(label, threshold)
    return ours == theirs or bool(len(ours) == 1 and ours <= theirs and len(theirs) == 2)


def _sides(value: JsonValue, threshold: float) -> set[str]:
    bounds = _bounds(value)
    if bounds is None:
        return set()
    low, high = bounds
    return ({"low"} if low < threshold else set()) | ({"high"} if high >= threshold else set())


def _bounds(value: JsonValue) -> tuple[float, float] | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, list)):
        return None
    if not isinstance(value, list):
        return float(value), float(value)
    low, high = value
    least = float(low) if isinstance(low, (int, float)) else float("-inf")
    return least, float(high) if isinstance(high, (int, float)) else float("inf")


def _share(outcomes: Sequence[bool]) -> float | None:
    return round(sum(outcomes) / len(outcomes), 4) if outcomes else None


def _quantile(values: Sequence[float], share: float) -> float | None:
    ordered = sorted(values)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 3) if ordered else None
