"""What other tables point at: citations of the article, conditions over facts."""

from collections.abc import Mapping

from knowledge.article import Article, Citation, CitationError
from knowledge.rulebook import Condition, FactSpec, Way
from knowledge.strict import Table, quoted


def citation(table: Table, name: str, article: Article) -> Citation:
    """A citation: a passage id, or ``{passage, quote}`` for exact words in it.

    Raises:
        RulebookError: the passage is unknown, or the words are absent or ambiguous in it.
    """
    return _cited(table, name, table.raw(name), article)


def citations(table: Table, name: str, article: Article) -> tuple[Citation, ...]:
    """A list of at least one citation, each as :func:`citation`.

    Raises:
        RulebookError: the list is empty, or as :func:`citation`.
    """
    raws = table.items(name)
    if not raws:
        raise table.fault(name, "no citation", "name at least one passage of passages.toml")
    return tuple(_cited(table, name, raw, article) for raw in raws)


def _cited(table: Table, name: str, raw: object, article: Article) -> Citation:
    if isinstance(raw, str):
        passage, quote = raw, None
    elif isinstance(raw, dict):
        pointer = table.within(name, raw)
        pointer.expect(("passage", "quote"))
        passage, quote = pointer.text("passage"), pointer.text("quote")
    else:
        raise table.fault(name, f"came {raw!r}", "give a passage id or {passage, quote}")
    try:
        return article.cite(passage, quote)
    except CitationError as error:
        problem, _, remedy = str(error).rpartition("; ")
        raise table.fault(name, problem, remedy) from error


def condition(table: Table, name: str, facts: Mapping[str, FactSpec]) -> Condition:
    """A list of ways, each ``{fact = [cells]}``; ``[{}]`` always holds.

    Raises:
        RulebookError: no way at all, an unknown fact, a fact without cells or an unknown cell.
    """
    raws = table.items(name)
    if not raws:
        raise table.fault(name, "never true", "give one way at least, [{}] for always")
    return tuple(_way(table, name, raw, facts) for raw in raws)


def _way(table: Table, name: str, raw: object, facts: Mapping[str, FactSpec]) -> Way:
    if not isinstance(raw, dict):
        raise table.fault(name, f"came {raw!r}", "give a list of {fact = [cells]}")
    way = table.within(name, raw)
    return {fact: cells(way, fact, fact_named(way, fact, fact, facts)) for fact in way.names()}


def fact_named(table: Table, name: str, fact: str, facts: Mapping[str, FactSpec]) -> FactSpec:
    """The fact of that name, or the error that ``name`` points at none."""
    if fact not in facts:
        raise table.fault(name, f"no fact {fact!r}", f"use one of {quoted(facts)}")
    return facts[fact]


def cells(table: Table, name: str, fact: FactSpec) -> frozenset[str]:
    """Some of the cells of ``fact``, never none."""
    known = [cell.name for cell in fact.cells]
    if not known:
        raise table.fault(name, f"{fact.name!r} has no cells", "use a fact that has cells")
    chosen = table.texts(name)
    if not chosen:
        raise table.fault(name, "no cell", f"name some of {quoted(known)}")
    for cell in chosen:
        if cell not in known:
            raise table.fault(
                name, f"no cell {cell!r} in {fact.name!r}", f"use some of {quoted(known)}"
            )
    return frozenset(chosen)
