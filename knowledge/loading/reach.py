"""Which combinations of cells each route takes: exact, as boxes that are cut out of each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.rulebook import Blocker, Condition, FactSpec, Rule, Way
from knowledge.shapes import Verdict

Box = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Region:
    """The combinations of cells that reach ``verdict`` by ``route`` (None: blocked)."""

    verdict: Verdict
    route: str | None
    boxes: Sequence[Box]

    def meets(self, condition: Condition) -> bool:
        """Whether some combination meets the condition, as far as deciding facts go."""
        return any(_narrowed(box, way) for box in self.boxes for way in condition)


def regions(
    rules: Sequence[Rule], blockers: Iterable[Blocker], facts: Mapping[str, FactSpec]
) -> Iterator[Region]:
    """A region for the blockers, then one for each route of each rule.

    What is blocked has the verdict of the last rule. A combination belongs to the first rule
    that holds for it; routes of one rule may overlap.
    """
    free = {name: frozenset(cell.name for cell in fact.cells) for name, fact in facts.items()}
    blocked = [_narrowed(free, {blocker.fact: blocker.cells}) for blocker in blockers]
    yield Region(rules[-1].verdict, None, [box for box in blocked if box])
    for blocker in blockers:
        free[blocker.fact] -= blocker.cells
    taken: list[Way] = []
    for rule in rules:
        for route in rule.routes:
            inside = [narrowed for way in route.when if (narrowed := _narrowed(free, way))]
            yield Region(rule.verdict, route.name, _outside(inside, taken))
        taken.extend(way for route in rule.routes for way in route.when)


def _outside(boxes: Sequence[Box], taken: Iterable[Way]) -> Sequence[Box]:
    for way in taken:
        boxes = [rest for box in boxes for rest in _without(box, way)]
    return boxes


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
