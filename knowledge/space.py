"""The decision space: one array that holds the verdict of every combination of cells.

Each deciding fact is an axis. A box (the cells still possible of every fact) selects a
sub-array; whether a verdict is firm, which facts could flip it and what a question would
teach are all read off that sub-array, exactly.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.conditions import Cells
from knowledge.rulebook import Rulebook, Way
from knowledge.shapes import Verdict

Grid: TypeAlias = NDArray[np.int8]
Counts: TypeAlias = NDArray[np.int64]
Window: TypeAlias = tuple[slice, tuple[int, ...]]
_BITS = 21
_MASK = (1 << _BITS) - 1


class Space:
    """Verdicts as numbers in the article's order of work, over the axes in the rulebook's order."""

    def __init__(self, rulebook: Rulebook) -> None:
        deciding = [spec for spec in rulebook.facts.values() if spec.deciding]
        self.axes: tuple[str, ...] = tuple(spec.name for spec in deciding)
        self.cells: Mapping[str, tuple[str, ...]] = {
            spec.name: tuple(cell.name for cell in spec.cells) for spec in deciding
        }
        self.verdicts: tuple[Verdict, ...] = tuple(spec.code for spec in rulebook.verdicts)
        self._axis = {name: number for number, name in enumerate(self.axes)}
        self._place = {
            name: {cell: number for number, cell in enumerate(cells)}
            for name, cells in self.cells.items()
        }
        self.grid = self._build(rulebook)
        self._windows = {name: _all_windows(cells) for name, cells in self.cells.items()}
        self._core = {axis: self._beyond_first(axis) for axis in self.axes}
        self._tally = np.left_shift(np.int64(1), self.grid.astype(np.int64) * _BITS)

    def _build(self, rulebook: Rulebook) -> Grid:
        rank = {verdict: number for number, verdict in enumerate(self.verdicts)}
        grid = np.zeros([len(cells) for cells in self.cells.values()], np.int8)
        for rule in reversed(rulebook.rules):
            for route in rule.routes:
                for way in route.when:
                    self._fill(grid, way, rank[rule.verdict])
        for blocker in rulebook.blockers:
            self._fill(grid, {blocker.fact: blocker.cells}, 0)
        return grid

    def _fill(self, grid: Grid, way: Way, value: int) -> None:
        choices = [self._single_slices(axis, way.get(axis)) for axis in self.axes]
        for place in product(*choices):
            grid[place] = value

    def _single_slices(self, axis: str, cells: frozenset[str] | None) -> list[slice]:
        if cells is None:
            return [slice(None)]
        return [slice(place, place + 1) for place in (self._place[axis][cell] for cell in cells)]

    def _beyond_first(self, axis: str) -> frozenset[str]:
        """The cells of the axis where some verdict is later than the first.

        Elsewhere every verdict is the first, so only the box of these has to be looked at.
        """
        others = tuple(n for n in range(len(self.axes)) if n != self._axis[axis])
        latest = self.grid.max(axis=others)
        return frozenset(cell for cell, top in zip(self.cells[axis], latest, strict=True) if top)

    def verdict_at(self, cells: Mapping[str, str]) -> Verdict:
        """The verdict of one cell: every axis with its cell."""
        place = tuple(self._place[axis][cells[axis]] for axis in self.axes)
        return self.verdicts[int(self.grid[place])]

    def range(self, box: Cells) -> tuple[int, int]:
        """The earliest and the latest verdict possible in the box, as ranks."""
        part = self._part(self.grid, box)
        return int(part.min()), int(part.max())

    def flippable(self, box: Cells) -> list[str]:
        """The axes along which two possible cells, alike in all else, differ in verdict."""
        inner = {axis: box[axis] & self._core[axis] for axis in self.axes}
        if not all(inner.values()):
            return []
        part = self._part(self.grid, inner)
        if not part.any():
            return []
        return [
            axis
            for number, axis in enumerate(self.axes)
            if len(inner[axis]) < len(box[axis]) or _varies(part, number)
        ]

    def lowest_along(self, box: Cells, axis: str) -> dict[str, int]:
        """For each cell of the axis, the earliest verdict if the box had that cell alone there."""
        freed = {**box, axis: frozenset(self.cells[axis])}
        part = self._part(self.grid, freed)
        others = tuple(n for n in range(len(self.axes)) if n != self._axis[axis])
        lowest = part.min(axis=others)
        return {cell: int(rank) for cell, rank in zip(self.cells[axis], lowest, strict=True)}

    def gains(self, box: Cells, questions: Mapping[str, Collection[str]]) -> dict[str, float]:
        """The expected reduction of the verdict's entropy, in bits, by each set of axes.

        Every possible cell counts the same; the axes of one question are learnt together.
        """
        asked = {self._axis[axis] for axes in questions.values() for axis in axes}
        rest = tuple(n for n in range(len(self.axes)) if n not in asked)
        counts = self._part(self._tally, box).sum(axis=rest, keepdims=True)
        total = int(counts.sum())
        before = _spread(_unpack(np.array([total])))
        number = sum(_unpack(np.array([total]))[0])
        return {
            name: (before - _spread(_unpack(self._margin(counts, axes)))) / number
            for name, axes in questions.items()
        }

    def _margin(self, counts: Counts, axes: Collection[str]) -> Counts:
        kept = {self._axis[axis] for axis in axes}
        margin: Counts = counts.sum(axis=tuple(n for n in range(len(self.axes)) if n not in kept))
        return margin.ravel()

    def _part(self, array: NDArray[Any], box: Cells) -> NDArray[Any]:
        """The sub-array of the box, one dimension per axis; a view wherever cells adjoin."""
        windows = [self._windows[axis][box[axis]] for axis in self.axes]
        part = array[tuple(span for span, _ in windows)]
        for number, (_, scattered) in enumerate(windows):
            if scattered:
                part = part.take(scattered, axis=number)
        return part


def _all_windows(cells: Sequence[str]) -> dict[frozenset[str], Window]:
    """For every set of cells of an axis the slice around them, and what of it to take (all: ())."""
    windows: dict[frozenset[str], Window] = {}
    for size in range(1, len(cells) + 1):
        for places in combinations(range(len(cells)), size):
            first, span = places[0], slice(places[0], places[-1] + 1)
            whole = places[-1] - first == size - 1
            taken = () if whole else tuple(place - first for place in places)
            windows[frozenset(cells[place] for place in places)] = (span, taken)
    return windows


def _varies(part: Grid, axis: int) -> bool:
    length = part.shape[axis]
    if length == 1:
        return False
    lead = (slice(None),) * axis
    first, others = part[(*lead, slice(0, 1))], part[(*lead, slice(1, None))]
    return bool((first != others).any())


def _unpack(counts: Counts) -> list[list[int]]:
    """How many cells have each verdict, per entry of packed counts."""
    return [[n & _MASK, n >> _BITS & _MASK, n >> 2 * _BITS] for n in counts.tolist()]


def _spread(table: list[list[int]]) -> float:
    """Entropy times size, summed over the rows."""
    return sum(_weighed(sum(row)) - sum(map(_weighed, row)) for row in table)


def _weighed(number: int) -> float:
    return number * math.log2(number) if number else 0.0
