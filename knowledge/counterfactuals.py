"""The nearest changes of facts that would give another verdict, exactly.

A change fixes some facts to one cell each and leaves the rest of the box as it is; its distance
is the number of those facts. What it gives is the verdict that would then be shown: the
earliest in the order of work among those still possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from knowledge.conditions import Cells
from knowledge.implicants import Cube, bits, region
from knowledge.rulebook import Rulebook
from knowledge.shapes import Verdict
from knowledge.space import Space

TIES: Final = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Facts fixed to one cell each, and the verdict shown then."""

    cells: Mapping[str, str]
    verdict: Verdict


class Counterfactuals:
    """Finds changes; holds for each verdict the largest boxes that guarantee it or a later one."""

    def __init__(self, rulebook: Rulebook, space: Space) -> None:
        self._space = space
        self._primes = [region(rulebook, space.cells, verdict) for verdict in space.verdicts]

    def nearest(self, box: Cells, shown: int) -> list[Change]:
        """For each verdict but the shown one its nearest changes, three ties at most.

        ``shown`` is the rank of the verdict shown for the box. The nearest verdict comes first.
        """
        found = self._earlier(box, shown)
        for rank in range(shown + 1, len(self._space.verdicts)):
            found += self._later(box, rank)[:TIES]
        return sorted(found, key=lambda change: len(change.cells))

    def _later(self, box: Cells, rank: int) -> list[Change]:
        """Changes to a later verdict: the box must come to lie inside one of its prime cubes."""
        now = tuple(bits(box[axis], order) for axis, order in self._space.cells.items())
        outside = [(cube, _outside(now, cube)) for cube in self._primes[rank]]
        for distance in range(1, len(now) + 1):
            found: dict[tuple[int, ...], Change] = {}
            for cube, must in outside:
                for axes in _with_extra(must, distance, len(now)):
                    if axes not in found and (change := self._into(box, cube, axes, rank)):
                        found[axes] = change
            if found:
                return [found[axes] for axes in sorted(found)]
        return []

    def _into(self, box: Cells, cube: Cube, axes: tuple[int, ...], rank: int) -> Change | None:
        """The smallest move along ``axes`` into the cube that gives exactly this verdict."""
        limits = {self._space.axes[axis]: cube[axis] for axis in axes}
        ways = [self._by_nearness(box, name, limit) for name, limit in limits.items()]
        for cells in product(*ways):
            fixed = dict(zip(limits, cells, strict=True))
            moved = {**box, **{name: frozenset((cell,)) for name, cell in fixed.items()}}
            if self._space.range(moved)[0] == rank:
                return Change(fixed, self._space.verdicts[rank])
        return None

    def _earlier(self, box: Cells, shown: int) -> list[Change]:
        """Changes to earlier verdicts: some cell must give it, and none an earlier one."""
        found: dict[int, list[Change]] = {}
        for distance in range(1, len(self._space.axes) + 1):
            wanted = [rank for rank in range(shown) if rank not in found]
            if not wanted:
                break
            for axes in combinations(self._space.axes, distance):
                lowered = self._lowered(box, axes)
                for rank in lowered.keys() & set(wanted):
                    verdict = self._space.verdicts[rank]
                    found.setdefault(rank, []).append(Change(lowered[rank], verdict))
        return [change for ties in found.values() for change in ties[:TIES]]

    def _lowered(self, box: Cells, axes: tuple[str, ...]) -> dict[int, dict[str, str]]:
        """For each verdict that changes along all of ``axes`` give, the smallest such move."""
        first, rest = axes[0], axes[1:]
        found: dict[int, dict[str, str]] = {}
        lowest = {} if rest else self._space.lowest_along(box, first)
        for cell in self._by_nearness(box, first):
            moved = {**box, first: frozenset((cell,))}
            further = self._lowered(moved, rest) if rest else {lowest[cell]: {}}
            for rank, cells in further.items():
                found.setdefault(rank, {first: cell, **cells})
        return found

    def _by_nearness(self, box: Cells, axis: str, within: int = -1) -> list[str]:
        """The cells of the axis (those among the bits ``within``), the smallest move first."""
        order = self._space.cells[axis]
        here = [place for place, cell in enumerate(order) if cell in box[axis]]
        allowed = [place for place in range(len(order)) if within >> place & 1]
        return [order[p] for p in sorted(allowed, key=lambda p: min(abs(p - h) for h in here))]


def _outside(now: Cube, cube: Cube) -> tuple[int, ...]:
    """The axes along which the box sticks out of the cube."""
    pairs = zip(now, cube, strict=True)
    return tuple(axis for axis, (cells, limit) in enumerate(pairs) if cells & ~limit)


def _with_extra(must: tuple[int, ...], distance: int, axes: int) -> Iterator[tuple[int, ...]]:
    """The sets of ``distance`` axes that hold all of ``must``."""
    if distance < len(must):
        return
    others = [axis for axis in range(axes) if axis not in must]
    for extra in combinations(others, distance - len(must)):
        yield tuple(sorted((*must, *extra)))
