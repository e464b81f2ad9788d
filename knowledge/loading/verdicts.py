"""Blockers, rules, the wording of verdicts, tensions and pointers outside the article."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.article import Article
from knowledge.loading.reach import unreachable
from knowledge.loading.references import cells, citation, citations, condition, fact_named
from knowledge.rulebook import (
    Blocker,
    FactSpec,
    Outside,
    Route,
    Rule,
    Step,
    Tension,
    VerdictSpec,
)
from knowledge.shapes import Verdict
from knowledge.strict import Table, quoted

CODES: tuple[Verdict, ...] = ("prompt_engineering", "experiment_first", "fine_tuning")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What ``verdicts.toml`` holds."""

    version: str
    blockers: tuple[Blocker, ...]
    rules: tuple[Rule, ...]
    verdicts: tuple[VerdictSpec, ...]
    tensions: tuple[Tension, ...]
    outside: tuple[Outside, ...]


def load_verdicts(file: Table, facts: Mapping[str, FactSpec], article: Article) -> Verdicts:
    """Everything in ``verdicts.toml``.

    Raises:
        RulebookError: among the usual mistakes, a verdict without wording or out of order, a
            blocker or rule over a fact that decides nothing, or a route that no combination of
            cells reaches.
    """
    file.expect(("rules_version", "blocker", "rule", "verdict", "tension", "outside"))
    deciding = {name: fact for name, fact in facts.items() if fact.deciding}
    blockers = tuple(_blocker(t, facts, deciding, article) for t in file.tables("blocker"))
    return Verdicts(
        version=file.text("rules_version"),
        blockers=blockers,
        rules=_rules(file, deciding, blockers),
        verdicts=_verdicts(file, facts, article),
        tensions=tuple(_tension(t, facts, article) for t in file.tables("tension")),
        outside=tuple(_outside(t, facts) for t in file.tables("outside")),
    )


def _blocker(
    table: Table,
    facts: Mapping[str, FactSpec],
    deciding: Mapping[str, FactSpec],
    article: Article,
) -> Blocker:
    table.expect(("id", "fact", "cells", "statement", "cite"), ("ours",))
    fact = fact_named(table, "fact", table.text("fact"), facts)
    _refuse_idle(table, "fact", [fact.name], deciding)
    return Blocker(
        id=table.text("id"),
        fact=fact.name,
        cells=cells(table, "cells", fact),
        statement=table.text("statement", "value"),
        citation=citation(table, "cite", article),
        ours=table.maybe_text("ours"),
    )


def _rules(
    file: Table, deciding: Mapping[str, FactSpec], blockers: tuple[Blocker, ...]
) -> tuple[Rule, ...]:
    tables = file.tables("rule", "verdict")
    rules = tuple(_rule(table, deciding) for table in tables)
    _refuse_incomplete(file, "rule", [rule.verdict for rule in rules])
    if {} not in [way for route in rules[-1].routes for way in route.when]:
        raise tables[-1].fault("routes", "the last rule may fail", "give it when = [{}]")
    dead = unreachable(rules, blockers, deciding)
    if dead is not None:
        verdict, route = dead
        raise file.fault(
            f"rule[{verdict}].routes[{route}].when",
            f"verdict {verdict!r} is unreachable by this route",
            "a blocker or an earlier rule takes every case of it: widen it or reorder the rules",
        )
    return rules


def _rule(table: Table, deciding: Mapping[str, FactSpec]) -> Rule:
    table.expect(("verdict", "routes"))
    routes = tuple(_route(route, deciding) for route in table.tables("routes", "name"))
    if not routes:
        raise table.fault("routes", "no route", "add one at least")
    return Rule(table.word("verdict", CODES), routes)


def _route(table: Table, deciding: Mapping[str, FactSpec]) -> Route:
    table.expect(("name", "when"))
    for way in table.items("when"):
        _refuse_idle(table, "when", list(way) if isinstance(way, dict) else [], deciding)
    return Route(table.text("name"), condition(table, "when", deciding))


def _refuse_idle(
    table: Table, name: str, facts: list[str], deciding: Mapping[str, FactSpec]
) -> None:
    for fact in facts:
        if fact not in deciding:
            raise table.fault(
                name, f"{fact!r} is no deciding fact", f"use one of {quoted(deciding)}"
            )


def _refuse_incomplete(file: Table, name: str, codes: list[Verdict]) -> None:
    missing = [code for code in CODES if code not in codes]
    if missing:
        raise file.fault(name, f"none for verdict {missing[0]!r}", "add it")


def _verdicts(
    file: Table, facts: Mapping[str, FactSpec], article: Article
) -> tuple[VerdictSpec, ...]:
    verdicts = tuple(_verdict(t, facts, article) for t in file.tables("verdict", "code"))
    codes = [verdict.code for verdict in verdicts]
    _refuse_incomplete(file, "verdict", codes)
    if codes != list(CODES):
        raise file.fault("verdict", f"in the order {quoted(codes)}", f"put {quoted(CODES)}")
    return verdicts


def _verdict(table: Table, facts: Mapping[str, FactSpec], article: Article) -> VerdictSpec:
    table.expect(("code", "headlines", "cites", "steps"))
    headlines = table.table("headlines")
    headlines.expect(("firm", "provisional"))
    return VerdictSpec(
        code=table.word("code", CODES),
        headlines={name: headlines.text(name) for name in headlines.names()},
        citations=citations(table, "cites", article),
        steps=tuple(_step(step, facts, article) for step in table.tables("steps", "text")),
    )


def _step(table: Table, facts: Mapping[str, FactSpec], article: Article) -> Step:
    table.expect(("text", "when", "cites"), ("unless",))
    return Step(
        text=table.text("text"),
        when=condition(table, "when", facts),
        citations=citations(table, "cites", article),
        unless=condition(table, "unless", facts) if table.has("unless") else (),
    )


def _tension(table: Table, facts: Mapping[str, FactSpec], article: Article) -> Tension:
    table.expect(("id", "verdicts", "when", "statement", "facts", "cites"))
    verdicts = table.texts("verdicts")
    for verdict in verdicts:
        if verdict not in CODES:
            raise table.fault("verdicts", f"no verdict {verdict!r}", f"use {quoted(CODES)}")
    if not verdicts:
        raise table.fault("verdicts", "no verdict", f"name some of {quoted(CODES)}")
    names = table.texts("facts")
    for name in names:
        fact_named(table, "facts", name, facts)
    return Tension(
        id=table.text("id"),
        verdicts=frozenset(verdicts),
        when=condition(table, "when", facts),
        statement=table.text("statement"),
        facts=names,
        citations=citations(table, "cites", article),
    )


def _outside(table: Table, facts: Mapping[str, FactSpec]) -> Outside:
    table.expect(("id", "statement"), ("when", "mentions"))
    return Outside(
        id=table.text("id"),
        statement=table.text("statement"),
        when=condition(table, "when", facts) if table.has("when") else (),
        mentions=table.texts("mentions"),
    )
