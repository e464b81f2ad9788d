"""How good the answers are: scores labelled questions beside a plain baseline."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import numpy as np

from knowledge.answers import Answers
from knowledge.article import Article
from knowledge.embedding import Embedder
from knowledge.shapes import AnswerDict, CitationDict, JsonValue

CHUNK = 200
SEPARATORS = ("\n\n", "\n", ". ", " ")
DECIMALS = 3

Span = tuple[int, int]


class EvaluationError(ValueError):
    """Labelled questions that cannot be scored: names the row, what is wrong, how to mend it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the article's words that answer it; None: the article does not say."""

    question: str
    cite: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question scored. For an uncovered one only ``abstained`` counts."""

    row: Labelled
    hit: bool
    first: bool
    abstained: bool
    baseline: bool
    milliseconds: float


def labelled(rows: Iterable[JsonValue]) -> list[Labelled]:
    """From objects ``{"question", "cite"}``; other keys are ignored.

    Raises:
        EvaluationError: a row is not such an object.
    """
    return [_labelled(number, row) for number, row in enumerate(rows, 1)]


def read_labelled(file: Path) -> list[Labelled]:
    """Those in a file of our own, a JSON object a line; others' files are for front ends to read.

    Raises:
        ValueError: a line is not JSON, or as :func:`labelled`.
    """
    return labelled(map(json.loads, file.read_text("utf-8").splitlines()))


def evaluate_answers(
    rows: Sequence[Labelled], article: Article, answers: Answers, embedder: Embedder
) -> dict[str, JsonValue]:
    """Shares of covered questions hit in the first three and first, of uncovered ones declined,
    the baseline's first hits, milliseconds, and every question that went wrong.

    A hit is a citation that overlaps the labelled words. A question wrongly declined is a miss.

    Raises:
        EvaluationError: labelled words are not in the article.
    """
    spans = [_gold(article, row.cite) if row.cite else None for row in rows]
    baseline = plain_baseline(article, embedder)
    answers.answer("warm up")
    outcomes = [_score(row, span, answers, baseline) for row, span in zip(rows, spans, strict=True)]
    covered = [outcome for outcome in outcomes if outcome.row.cite is not None]
    uncovered = [outcome for outcome in outcomes if outcome.row.cite is None]
    return {
        "questions": len(rows),
        "covered": len(covered),
        "hits_in_three": _share([outcome.hit for outcome in covered]),
        "first_hits": _share([outcome.first for outcome in covered]),
        "baseline_first_hits": _share([outcome.baseline for outcome in covered]),
        "wrongly_declined": _share([outcome.abstained for outcome in covered]),
        "uncovered": len(uncovered),
        "abstained": _share([outcome.abstained for outcome in uncovered]),
        "latency_ms": _latency([outcome.milliseconds for outcome in outcomes]),
        "missed": [outcome.row.question for outcome in covered if not outcome.hit],
        "not_first": [o.row.question for o in covered if o.hit and not o.first],
        "wrongly_answered": [o.row.question for o in uncovered if not o.abstained],
    }


def plain_baseline(article: Article, embedder: Embedder) -> Callable[[str], Span]:
    """A recursive splitter and the same embedding: question → span of the nearest chunk."""
    chunks = split(article.text, 0, SEPARATORS)
    vectors = embedder.encode([article.text[start:end] for start, end in chunks])
    return lambda question: chunks[int(np.argmax(vectors @ embedder.encode([question])[0]))]


def split(text: str, start: int, separators: Sequence[str]) -> list[Span]:
    """Spans of at most ``CHUNK`` characters, cut at the coarsest separator that serves."""
    if len(text) <= CHUNK or not separators:
        return [(start, start + len(text))] if text.strip() else []
    spans: list[Span] = []
    for piece in _pieces(text, separators[0]):
        merged = bool(spans) and start + len(piece) - spans[-1][0] <= CHUNK
        if merged:
            spans[-1] = (spans[-1][0], start + len(piece))
        else:
            spans.extend(split(piece, start, separators[1:]))
        start += len(piece)
    return spans


def _pieces(text: str, separator: str) -> list[str]:
    parts = text.split(separator)
    return [part + separator for part in parts[:-1]] + parts[-1:]


def _labelled(number: int, row: JsonValue) -> Labelled:
    question = row.get("question") if isinstance(row, dict) else None
    cite = row.get("cite") if isinstance(row, dict) else None
    if not isinstance(question, str) or not isinstance(cite, str | None):
        raise EvaluationError(
            f'row {number}: came {str(row)[:60]}; expected {{"question": text, '
            '"cite": text or null}'
        )
    return Labelled(question, cite)


def _gold(article: Article, cite: str) -> Span:
    start = article.text.find(cite)
    if start < 0:
        raise EvaluationError(f"cite {cite!r} is not in the article; copy its words exactly")
    return start, start + len(cite)


def _score(
    row: Labelled, gold: Span | None, answers: Answers, baseline: Callable[[str], Span]
) -> Outcome:
    began = time.perf_counter()
    answer = answers.answer(row.question)
    took = 1000 * (time.perf_counter() - began)
    if gold is None:
        return Outcome(row, False, False, not answer["answered"], False, took)
    hits = [_overlap((c["start"], c["end"]), gold) for c in _citations(answer)]
    nearest = _overlap(baseline(row.question), gold)
    return Outcome(row, any(hits), hits[:1] == [True], not answer["answered"], nearest, took)


def _citations(answer: AnswerDict) -> list[CitationDict]:
    return answer["citations"][:3]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), DECIMALS) if flags else None


def _latency(took: Sequence[float]) -> dict[str, JsonValue]:
    if len(took) < 2:
        return {"p50": None, "p95": None}
    cuts = quantiles(took, n=20)
    return {"p50": round(cuts[9], DECIMALS), "p95": round(cuts[18], DECIMALS)}
