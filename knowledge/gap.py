"""The accuracy gap: target minus best prompt, in points, as the cells it may lie in."""

from collections.abc import Mapping
from typing import Final

from knowledge.facts import Fact
from knowledge.rulebook import FactSpec
from knowledge.values import UNMEASURED, bounds

GAP: Final = "accuracy_gap"
BEST: Final = "best_accuracy"
TARGET: Final = "target_accuracy"
PROMPTING: Final = "prompting_tried"
ACCURACY: Final = frozenset((GAP, BEST, TARGET, PROMPTING))
"""The facts that speak of how well prompting does."""
DECIMALS: Final = 6
_STEP: Final = 10**-DECIMALS


def gap_cells(spec: FactSpec, facts: Mapping[str, Fact]) -> frozenset[str]:
    """The cells of the gap that the facts leave possible.

    A gap given directly (an experiment's outcome) overrides the accuracies. Otherwise: best
    known, the measured cells it reaches for the targets possible; prompting known or unsure and
    no best, unmeasured; else unmeasured or whatever the target reaches.
    """
    direct = facts.get(GAP)
    if direct is not None and direct.state != "unsure":
        return frozenset(cell.name for cell in spec.cells if direct.value in cell.values)
    best, target = facts.get(BEST), facts.get(TARGET)
    if best is not None and best.state == UNMEASURED:
        return frozenset((UNMEASURED,))
    best_range = _share(best)
    if best_range is not None:
        return _reached(spec, _points(best_range, _share(target)))
    if PROMPTING in facts:
        return frozenset((UNMEASURED,))
    return _reached(spec, _points((0.0, 1.0), _share(target))) | {UNMEASURED}


def gap_sources(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts that stand behind the present gap, the most telling first."""
    if _stated(facts.get(GAP)):
        return (GAP,)
    if _stated(facts.get(BEST)):
        return tuple(name for name in (BEST, TARGET) if _stated(facts.get(name)))
    return tuple(name for name in (PROMPTING, TARGET) if _stated(facts.get(name)))


def gap_openers(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts to be asked to close the gap: its own name when it was given directly."""
    if _stated(facts.get(GAP)):
        return (GAP,)
    return tuple(name for name in (BEST, TARGET) if not _pinned(facts.get(name))) or (GAP,)


def _stated(fact: Fact | None) -> bool:
    return fact is not None and fact.state != "unsure"


def _pinned(fact: Fact | None) -> bool:
    """Known as one number, so that asking for it again would bring nothing."""
    return _stated(fact) and fact is not None and not isinstance(fact.value, list)


def _share(fact: Fact | None) -> tuple[float, float] | None:
    """The bounds of a stated accuracy; None when nothing bounds it."""
    if fact is None or (ends := bounds(fact.value)) is None:
        return None
    return ends[0], min(ends[1], 1.0)


def _points(best: tuple[float, float], target: tuple[float, float] | None) -> tuple[float, float]:
    """The least and the greatest gap; an unknown target is above 0 and at most 1."""
    if target is None:
        least = -100 * best[1] if best[1] > 0 else _STEP
        return round(least, DECIMALS), round(100 * (1 - best[0]), DECIMALS)
    least, greatest = target[0] - best[1], target[1] - best[0]
    return round(100 * least, DECIMALS), round(100 * greatest, DECIMALS)


def _reached(spec: FactSpec, points: tuple[float, float]) -> frozenset[str]:
    return frozenset(
        cell.name
        for cell in spec.cells
        if cell.name != UNMEASURED
        and (cell.low is None or points[1] >= cell.low)
        and (cell.high is None or points[0] <= cell.high)
    )
