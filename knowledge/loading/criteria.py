"""Criteria and costs: what the article says, each with its exact words."""

from collections.abc import Mapping
from typing import Final

from knowledge.article import Article
from knowledge.loading.references import citation, condition, fact_named
from knowledge.rulebook import CostRange, Criterion, FactSpec
from knowledge.shapes import Side
from knowledge.strict import Table

SIDES: Final[tuple[Side, ...]] = ("fine_tuning", "prompt_engineering", "either")
RANGES: Final = [
    ("fine_tuning", "retraining"),
    ("fine_tuning", "timeline"),
    ("fine_tuning", "upfront"),
    ("prompt_engineering", "timeline"),
    ("prompt_engineering", "upfront"),
]


def load_criteria(
    file: Table, facts: Mapping[str, FactSpec], article: Article
) -> tuple[Criterion, ...]:
    """Every criterion of ``criteria.toml``, in its order."""
    file.expect(("criterion",))
    return tuple(_criterion(table, facts, article) for table in file.tables("criterion"))


def _criterion(table: Table, facts: Mapping[str, FactSpec], article: Article) -> Criterion:
    table.expect(("id", "group", "side", "fact", "when", "statement", "cite"), ("ours",))
    return Criterion(
        id=table.text("id"),
        group=table.word("group", ("choose", "row", "faq")),
        side=table.word("side", SIDES),
        fact=fact_named(table, "fact", table.text("fact"), facts).name,
        when=condition(table, "when", facts),
        statement=table.text("statement", "value"),
        citation=citation(table, "cite", article),
        ours=table.maybe_text("ours"),
    )


def load_costs(file: Table, article: Article) -> tuple[CostRange, ...]:
    """Every range of ``costs.toml``, in its order.

    Raises:
        RulebookError: among the usual mistakes, a range whose ends are reversed, or one of the
            article's five that is missing or stands twice.
    """
    file.expect(("cost",))
    costs = tuple(_cost(table, article) for table in file.tables("cost"))
    if sorted((cost.side, cost.item) for cost in costs) != RANGES:
        named = ", ".join(f"{side} {item}" for side, item in RANGES)
        raise file.fault("cost", "not the article's five ranges", f"give each once: {named}")
    return costs


def _cost(table: Table, article: Article) -> CostRange:
    table.expect(("id", "side", "item", "low", "high", "unit", "statement", "cite"))
    low, high = table.number("low"), table.number("high")
    if not 0 <= low <= high:
        raise table.fault("low", f"came {low:g} to {high:g}", "give low first, neither negative")
    return CostRange(
        side=table.word("side", ("fine_tuning", "prompt_engineering")),
        item=table.word("item", ("upfront", "timeline", "retraining")),
        low=low,
        high=high,
        unit=table.text("unit"),
        statement=table.text("statement"),
        citation=citation(table, "cite", article),
    )
