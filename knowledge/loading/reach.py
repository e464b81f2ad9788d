"""Whether every route is taken by some combination of cells: exact, by subtracting boxes."""

from collections.abc import Iterable, Mapping

from knowledge.rulebook import Blocker, FactSpec, Rule, Way

Box = dict[str, frozenset[str]]


def unreachable(
    rules: Iterable[Rule], blockers: Iterable[Blocker], facts: Mapping[str, FactSpec]
) -> tuple[str, str] | None:
    """The first verdict and route that no combination of cells reaches, or None.

    A combination is taken by the first rule that holds for it, and by none when blocked; the
    routes of one rule may overlap.
    """
    free = {name: frozenset(cell.name for cell in fact.cells) for name, fact in facts.items()}
    for blocker in blockers:
        free[blocker.fact] -= blocker.cells
    taken: list[Way] = []
    for rule in rules:
        for route in rule.routes:
            boxes = [narrowed for way in route.when if (narrowed := _narrowed(free, way))]
            for earlier in taken:
                boxes = [rest for box in boxes for rest in _without(box, earlier)]
            if not boxes:
                return rule.verdict, route.name
        taken.extend(way for route in rule.routes for way in route.when)
    return None


def _narrowed(box: Box, way: Way) -> Box | None:
    """The part of the box inside the way, or None when there is none."""
    inside = {name: cells & way.get(name, cells) for name, cells in box.items()}
    return inside if all(inside.values()) else None


def _without(box: Box, way: Way) -> list[Box]:
    """The part of the box outside the way, as boxes that do not overlap."""
    if _narrowed(box, way) is None:
        return [box]
    outside: list[Box] = []
    rest = dict(box)
    for name, cells in way.items():
        if left := rest[name] - cells:
            outside.append({**rest, name: left})
        rest[name] = rest[name] & cells
    return outside
