"""Conditions in three values: met in every cell still possible, in none, or unknown."""

from collections.abc import Mapping, Sequence

from knowledge.rulebook import Condition, Way

Cells = Mapping[str, frozenset[str]]


def holds(condition: Condition, box: Cells) -> bool | None:
    """True when every cell of the box meets the condition, False when none does, else None.

    ``box`` maps every fact the condition names to its possible cells.
    """
    possible = [way for way in condition if meets(way, box)]
    if not possible:
        return False
    return True if covered(possible, box) else None


def contains(way: Way, box: Cells) -> bool:
    """Whether the whole box lies in the way."""
    return all(box[fact] <= cells for fact, cells in way.items())


def meets(way: Way, box: Cells) -> bool:
    """Whether some cell of the box lies in the way."""
    return all(not cells.isdisjoint(box[fact]) for fact, cells in way.items())


def covered(ways: Sequence[Way], box: Cells) -> bool:
    """Whether every cell of the box lies in one of the ways at least."""
    for way in ways:
        if contains(way, box):
            return True
    met = [way for way in ways if meets(way, box)]
    if not met:
        return False
    fact, limit = next((fact, cells) for fact, cells in met[0].items() if not box[fact] <= cells)
    inside = {**box, fact: box[fact] & limit}
    outside = {**box, fact: box[fact] - limit}
    return covered(ways, inside) and covered(ways, outside)
