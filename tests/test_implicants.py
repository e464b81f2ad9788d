"""Prime cubes: the largest boxes that lie wholly in a region."""

from functools import cache
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.implicants import Cube, primes, region
from knowledge.loading import load_rulebook
from knowledge.space import Space

RULEBOOK = load_rulebook()
SPACE = Space(RULEBOOK)
WIDTHS = (3, 2, 2)
CUBES = st.tuples(*(st.integers(1, 2**width - 1) for width in WIDTHS))


@cache
def points(cube: Cube) -> frozenset[tuple[int, ...]]:
    """The single cells of a cube."""
    return frozenset(product(*([b for b in range(8) if cells >> b & 1] for cells in cube)))


@given(st.lists(CUBES, max_size=5))
@settings(deadline=None)
def test_the_primes_are_exactly_the_boxes_that_cannot_grow(cubes: list[Cube]) -> None:
    inside = frozenset().union(*map(points, cubes))
    boxes = list(product(*(range(1, 2**width) for width in WIDTHS)))
    implied = [box for box in boxes if points(box) <= inside]
    largest = [box for box in implied if not any(points(box) < points(other) for other in implied)]
    assert primes(cubes) == sorted(largest)


def test_the_primes_of_a_verdict_cover_its_cells_and_no_others() -> None:
    for rank, verdict in enumerate(SPACE.verdicts):
        covered = frozenset().union(*map(points, region(RULEBOOK, SPACE.cells, verdict)))
        assert len(covered) == (SPACE.grid >= rank).sum()
        assert all(SPACE.grid[point] >= rank for point in covered)
