"""The wording of verdicts, their next steps, tensions and pointers outside the article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.article import Article
from knowledge.loading.reach import Region
from knowledge.loading.references import citations, condition, fact_named
from knowledge.loading.rules import (
    CODES,
    load_blockers,
    load_regions,
    load_rules,
    refuse_incomplete,
)
from knowledge.rulebook import Blocker, FactSpec, Outside, Rule, Step, Tension, VerdictSpec
from knowledge.shapes import Verdict
from knowledge.strict import Table, quoted


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
        RulebookError: among the usual mistakes, a verdict without a rule, without wording, out
            of order or unreachable, and a step or tension that could never be shown.
    """
    file.expect(("rules_version", "blocker", "rule", "verdict", "tension", "outside"))
    loader = _Loader(facts, article)
    blockers = load_blockers(file, facts, article)
    rules = load_rules(file, facts)
    regions = load_regions(file, rules, blockers, facts)
    return Verdicts(
        version=file.text("rules_version"),
        blockers=blockers,
        rules=rules,
        verdicts=loader.verdicts(file, regions),
        tensions=tuple(loader.tension(table, regions) for table in file.tables("tension")),
        outside=tuple(loader.outside(table) for table in file.tables("outside")),
    )


@dataclass(frozen=True, slots=True)
class _Loader:
    """What every table here is read against."""

    facts: Mapping[str, FactSpec]
    article: Article

    def verdicts(self, file: Table, regions: Sequence[Region]) -> tuple[VerdictSpec, ...]:
        verdicts = tuple(self._verdict(t, regions) for t in file.tables("verdict", "code"))
        codes = [verdict.code for verdict in verdicts]
        refuse_incomplete(file, "verdict", codes)
        if codes != list(CODES):
            raise file.fault("verdict", f"in the order {quoted(codes)}", f"put {quoted(CODES)}")
        return verdicts

    def _verdict(self, table: Table, regions: Sequence[Region]) -> VerdictSpec:
        table.expect(("code", "headlines", "cites", "steps"))
        code = table.word("code", CODES)
        headlines = table.table("headlines")
        headlines.expect(("firm", "provisional"))
        own = [region for region in regions if region.verdict == code]
        return VerdictSpec(
            code=code,
            headlines={name: headlines.text(name) for name in headlines.names()},
            citations=citations(table, "cites", self.article),
            steps=tuple(self._step(step, own) for step in table.tables("steps", "text")),
        )

    def _step(self, table: Table, regions: Sequence[Region]) -> Step:
        table.expect(("text", "when", "cites"), ("unless",))
        when = condition(table, "when", self.facts)
        if not any(region.meets(when) for region in regions):
            raise table.fault(
                "when", "never so under this verdict", "change the cells or move the step"
            )
        return Step(
            text=table.text("text"),
            when=when,
            citations=citations(table, "cites", self.article),
            unless=condition(table, "unless", self.facts) if table.has("unless") else (),
        )

    def tension(self, table: Table, regions: Sequence[Region]) -> Tension:
        table.expect(("id", "verdicts", "when", "statement", "facts", "cites"))
        when = condition(table, "when", self.facts)
        verdicts = _verdict_names(table)
        for verdict in verdicts:
            if not any(region.verdict == verdict and region.meets(when) for region in regions):
                raise table.fault(
                    "when", f"never so under {verdict!r}", "change the cells or the verdicts"
                )
        names = table.texts("facts")
        for name in names:
            fact_named(table, "facts", name, self.facts)
        return Tension(
            id=table.text("id"),
            verdicts=frozenset(verdicts),
            when=when,
            statement=table.text("statement"),
            facts=names,
            citations=citations(table, "cites", self.article),
        )

    def outside(self, table: Table) -> Outside:
        table.expect(("id", "statement"), ("when", "mentions", "seeking", "sources"))
        mentions = table.texts("mentions")
        seeking, sources = table.texts("seeking"), table.texts("sources")
        if bool(seeking) != bool(sources):
            raise table.fault("seeking", "only one of two", "give seeking and sources, or neither")
        if not (mentions or seeking) and not table.has("when"):
            raise table.fault(
                "mentions", "never shown", "give when or mentions, or seeking and sources"
            )
        return Outside(
            id=table.text("id"),
            statement=table.text("statement"),
            when=condition(table, "when", self.facts) if table.has("when") else (),
            mentions=mentions,
            seeking=seeking,
            sources=sources,
        )


def _verdict_names(table: Table) -> tuple[Verdict, ...]:
    """The verdicts a tension pulls against."""
    names = table.texts("verdicts")
    for name in names:
        if name not in CODES:
            raise table.fault("verdicts", f"no verdict {name!r}", f"use {quoted(CODES)}")
    if not names:
        raise table.fault("verdicts", "no verdict", f"name some of {quoted(CODES)}")
    return tuple(code for code in CODES if code in names)
