"""Conditions in three values agree with trying every cell."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.conditions import holds
from knowledge.rulebook import Way

AXES = {"a": "xyz", "b": "xy", "c": "xyz"}
SOME = {
    name: st.sets(st.sampled_from(cells), min_size=1).map(frozenset) for name, cells in AXES.items()
}
WAYS = st.fixed_dictionaries({}, optional=SOME)


@given(st.lists(WAYS, max_size=4), st.fixed_dictionaries(SOME))
@settings(deadline=None)
def test_a_condition_is_true_false_or_unknown_as_its_cells_are(
    ways: list[Way], box: dict[str, frozenset[str]]
) -> None:
    points = [dict(zip(box, point, strict=True)) for point in product(*box.values())]
    met = {any(all(p[a] in cells for a, cells in way.items()) for way in ways) for p in points}
    assert holds(tuple(ways), box) == (met.pop() if len(met) == 1 else None)


def test_a_way_without_facts_always_holds() -> None:
    assert holds(({},), {}) is True


def test_no_way_never_holds() -> None:
    assert holds((), {}) is False
