"""Blockers and rules, and the regions of the decision space they divide among the verdicts."""

from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.article import Article
from knowledge.loading.reach import Region, regions
from knowledge.loading.references import cells, citation, condition, fact_named
from knowledge.rulebook import Blocker, FactSpec, Route, Rule
from knowledge.shapes import Verdict
from knowledge.strict import Table, quoted

CODES: Final[tuple[Verdict, ...]] = ("prompt_engineering", "experiment_first", "fine_tuning")
"""Every verdict, in the article's order of work."""


def load_blockers(
    file: Table, facts: Mapping[str, FactSpec], article: Article
) -> tuple[Blocker, ...]:
    """Every blocker of ``verdicts.toml``.

    Raises:
        RulebookError: among the usual mistakes, a blocker on a fact that decides nothing.
    """
    return tuple(_blocker(table, facts, article) for table in file.tables("blocker"))


def _blocker(table: Table, facts: Mapping[str, FactSpec], article: Article) -> Blocker:
    table.expect(("id", "fact", "cells", "statement", "cite"), ("ours",))
    fact = fact_named(table, "fact", table.text("fact"), facts)
    _refuse_idle(table, "fact", [fact.name], facts)
    return Blocker(
        id=table.text("id"),
        fact=fact.name,
        cells=cells(table, "cells", fact),
        statement=table.text("statement", "value"),
        citation=citation(table, "cite", article),
        ours=table.maybe_text("ours"),
    )


def load_rules(file: Table, facts: Mapping[str, FactSpec]) -> tuple[Rule, ...]:
    """Every rule of ``verdicts.toml``, in its order.

    Raises:
        RulebookError: among the usual mistakes, a rule over a fact that decides nothing, a
            verdict without a rule, or a last rule that may fail.
    """
    tables = file.tables("rule", "verdict")
    rules = tuple(_rule(table, facts) for table in tables)
    refuse_incomplete(file, "rule", [rule.verdict for rule in rules])
    if {} not in [way for route in rules[-1].routes for way in route.when]:
        raise tables[-1].fault("routes", "the last rule may fail", "give it when = [{}]")
    return rules


def _rule(table: Table, facts: Mapping[str, FactSpec]) -> Rule:
    table.expect(("verdict", "routes"))
    routes = tuple(_route(route, facts) for route in table.tables("routes", "name"))
    if not routes:
        raise table.fault("routes", "no route", "add one at least")
    return Rule(table.word("verdict", CODES), routes)


def _route(table: Table, facts: Mapping[str, FactSpec]) -> Route:
    table.expect(("name", "when"))
    when = condition(table, "when", facts)
    for way in when:
        _refuse_idle(table, "when", list(way), facts)
    return Route(table.text("name"), when)


def load_regions(
    file: Table,
    rules: Sequence[Rule],
    blockers: Sequence[Blocker],
    facts: Mapping[str, FactSpec],
) -> tuple[Region, ...]:
    """What every route takes.

    Raises:
        RulebookError: no combination of cells yields a verdict by one of its routes.
    """
    deciding = {name: fact for name, fact in facts.items() if fact.deciding}
    found = tuple(regions(rules, blockers, deciding))
    for region in found:
        if region.route is not None and not region.boxes:
            raise file.fault(
                f"rule[{region.verdict}].routes[{region.route}].when",
                f"verdict {region.verdict!r} is unreachable by this route",
                "a blocker or an earlier rule takes every case: widen it or reorder the rules",
            )
    return found


def refuse_incomplete(file: Table, name: str, codes: Sequence[Verdict]) -> None:
    """Refuse a verdict that nothing is said about."""
    for code in CODES:
        if code not in codes:
            raise file.fault(name, f"none for verdict {code!r}", "add it")


def _refuse_idle(
    table: Table, name: str, named: Sequence[str], facts: Mapping[str, FactSpec]
) -> None:
    deciding = [fact.name for fact in facts.values() if fact.deciding]
    for fact in named:
        if fact not in deciding:
            raise table.fault(
                name, f"{fact!r} is no deciding fact", f"use one of {quoted(deciding)}"
            )
