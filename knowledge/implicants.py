"""The largest boxes on which a verdict, or a later one, is certain.

A region of the decision space is a union of *cubes*: per axis the set of cells, as bits. A box
lies in the region exactly when it lies in one of its prime cubes, those no larger cube of the
region contains. They are found by consensus: two cubes are joined along one axis and cut to
what they share on the others, until nothing new appears.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from knowledge.rulebook import Rulebook, Way
from knowledge.shapes import Verdict

Cube: TypeAlias = tuple[int, ...]
Axes: TypeAlias = Mapping[str, Sequence[str]]


def bits(cells: Iterable[str], order: Sequence[str]) -> int:
    """The cells as bits, the first of ``order`` lowest."""
    return sum(1 << order.index(cell) for cell in cells)


def region(rulebook: Rulebook, axes: Axes, floor: Verdict) -> list[Cube]:
    """The prime cubes of the cells whose verdict is ``floor`` or later in the order of work."""
    order = [spec.code for spec in rulebook.verdicts]
    if floor == order[0]:
        return [_cube({}, axes)]
    wanted = set(order[order.index(floor) :])
    cubes: list[Cube] = []
    for rule in reversed(rulebook.rules):
        ways = [_cube(way, axes) for route in rule.routes for way in route.when]
        if rule.verdict in wanted:
            cubes += ways
        else:
            cubes = _without(cubes, ways)
    blocked = [_cube({blocker.fact: blocker.cells}, axes) for blocker in rulebook.blockers]
    return primes(_without(cubes, blocked))


def primes(cubes: Iterable[Cube]) -> list[Cube]:
    """The prime cubes of the union of ``cubes``."""
    found = _largest(cubes)
    while True:
        joined = {cube for a, b in combinations(found, 2) for cube in _consensus(a, b)}
        new = [cube for cube in joined if not any(_inside(cube, held) for held in found)]
        if not new:
            return sorted(found)
        found = _largest([*found, *new])


def _cube(way: Way, axes: Axes) -> Cube:
    return tuple(bits(way.get(name, order), order) for name, order in axes.items())


def _without(cubes: list[Cube], others: Iterable[Cube]) -> list[Cube]:
    """What is left of the cubes outside the others."""
    for other in others:
        cubes = [
            (*cube[:axis], kept, *cube[axis + 1 :])
            for cube in cubes
            for axis in range(len(cube))
            if (kept := cube[axis] & ~other[axis])
        ]
    return cubes


def _consensus(a: Cube, b: Cube) -> Iterable[Cube]:
    """Every cube joining the two along one axis where neither holds the other."""
    shared = tuple(map(int.__and__, a, b))
    empty = [axis for axis, cells in enumerate(shared) if not cells]
    if len(empty) > 1:
        return
    for axis in empty or range(len(a)):
        if shared[axis] not in (a[axis], b[axis]):
            yield (*shared[:axis], a[axis] | b[axis], *shared[axis + 1 :])


def _inside(small: Cube, large: Cube) -> bool:
    return all(cells & ~limit == 0 for cells, limit in zip(small, large, strict=True))


def _largest(cubes: Iterable[Cube]) -> list[Cube]:
    """The cubes that lie in no other."""
    kept: list[Cube] = []
    for cube in sorted(set(cubes), key=lambda cube: -sum(cells.bit_count() for cells in cube)):
        if not any(_inside(cube, other) for other in kept):
            kept.append(cube)
    return kept
