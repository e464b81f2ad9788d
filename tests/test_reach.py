"""Which combinations of cells each route of the rules takes."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading import load_rulebook
from knowledge.loading.reach import regions
from knowledge.rulebook import Rule

RULEBOOK = load_rulebook()
DECIDING = {name: fact for name, fact in RULEBOOK.facts.items() if fact.deciding}


def test_a_route_is_unreachable_only_when_every_cell_of_it_is_taken() -> None:
    model = RULEBOOK.blockers[0]

    def dead(fact: str, *cells: str) -> list[str | None]:
        blocker = replace(model, fact=fact, cells=frozenset(cells))
        found = regions(RULEBOOK.rules, [blocker], DECIDING)
        return [f"{region.verdict} {region.route}" for region in found if not region.boxes]

    assert dead("labelled_examples", "none") == []
    assert dead("latency", "critical") == []
    assert dead("prompting_tried", "exhausted") == [
        "fine_tuning accuracy",
        "fine_tuning efficiency",
    ]
    assert dead("prompt_tokens", "long") == [
        "fine_tuning efficiency",
        "experiment_first efficiency",
    ]


@given(data=st.data())
def test_each_combination_of_cells_lies_in_the_region_of_the_first_rule_that_holds(
    data: st.DataObject,
) -> None:
    point = {
        name: data.draw(st.sampled_from([cell.name for cell in fact.cells]), name)
        for name, fact in DECIDING.items()
    }
    found = {
        (region.verdict, region.route)
        for region in regions(RULEBOOK.rules, RULEBOOK.blockers, DECIDING)
        if any(all(point[name] in cells for name, cells in box.items()) for box in region.boxes)
    }
    if any(point[blocker.fact] in blocker.cells for blocker in RULEBOOK.blockers):
        assert found == {("prompt_engineering", None)}
    else:
        assert found == next(filter(None, (_taken(rule, point) for rule in RULEBOOK.rules)))


def _taken(rule: Rule, point: Mapping[str, str]) -> set[tuple[str, str]]:
    """The rule's routes that hold for the combination, read off the rule itself."""
    return {
        (rule.verdict, route.name)
        for route in rule.routes
        if any(all(point[name] in cells for name, cells in way.items()) for way in route.when)
    }
