"""The questions of the interview: each fact asked by exactly one of them."""

from collections.abc import Mapping
from typing import cast

from knowledge.article import Article
from knowledge.loading.references import citation, fact_named
from knowledge.rulebook import Choice, FactSpec, Topic
from knowledge.shapes import JsonValue
from knowledge.strict import Table
from knowledge.values import FactError, check_value


def load_topics(file: Table, facts: Mapping[str, FactSpec], article: Article) -> dict[str, Topic]:
    """Every topic of ``topics.toml``, in its order.

    Raises:
        RulebookError: among the usual mistakes, a fact asked by two topics or by none (the gap
            aside, which is derived), a button that sets a value the fact does not allow, or
            two buttons of one topic with the same words.
    """
    file.expect(("topic",))
    topics: dict[str, Topic] = {}
    asked: dict[str, str] = {}
    for table in file.tables("topic", "name"):
        topic = _topic(table, facts, article)
        for fact in topic.facts:
            if fact in asked:
                raise table.fault(
                    "facts", f"{fact!r} is asked by topic {asked[fact]!r} too", "ask it once"
                )
            asked[fact] = topic.name
        topics[topic.name] = topic
    for name, spec in facts.items():
        if name not in asked and spec.kind != "gap":
            raise file.fault("topic", f"no topic asks for {name!r}", "add it to a topic's facts")
    return topics


def _topic(table: Table, facts: Mapping[str, FactSpec], article: Article) -> Topic:
    table.expect(
        ("name", "facts", "question", "why", "retry"),
        ("why_cite", "options", "follow_up", "always", "optional_only"),
    )
    names = table.texts("facts")
    specs = {name: fact_named(table, "facts", name, facts) for name in names}
    if not specs:
        raise table.fault("facts", "no fact", "name the facts the question asks for")
    options = tuple(_choice(option, specs) for option in table.tables("options", "value"))
    follow_ups, fact_options = _follow_ups(table, specs, options)
    _refuse_same_words(table, options, fact_options)
    return Topic(
        name=table.text("name"),
        facts=names,
        question=table.text("question"),
        why=table.text("why"),
        why_citation=citation(table, "why_cite", article) if table.has("why_cite") else None,
        retry=table.text("retry"),
        options=options,
        follow_ups=follow_ups,
        fact_options=fact_options,
        always=table.flag("always"),
        optional_only=table.flag("optional_only"),
    )


def _follow_ups(
    table: Table, specs: Mapping[str, FactSpec], options: tuple[Choice, ...]
) -> tuple[dict[str, str], dict[str, tuple[Choice, ...]]]:
    """The wording and the buttons for each fact alone.

    A topic of one fact needs none: its retry and its options already ask for that fact alone.
    """
    if len(specs) == 1 and not table.has("follow_up"):
        (name,) = specs
        return {name: table.text("retry")}, {name: options}
    group = table.table("follow_up")
    group.expect(tuple(specs))
    asks: dict[str, str] = {}
    buttons: dict[str, tuple[Choice, ...]] = {}
    for name, spec in specs.items():
        alone = group.table(name)
        alone.expect(("question",), ("options",))
        asks[name] = alone.text("question")
        buttons[name] = tuple(
            _choice(option, {name: spec}) for option in alone.tables("options", "value")
        )
    return asks, buttons


def _choice(table: Table, specs: Mapping[str, FactSpec]) -> Choice:
    table.expect(("value", "label", "sets"))
    sets = table.table("sets")
    sets.expect((), tuple(specs))
    values: dict[str, JsonValue] = {}
    for name in sets.names():
        try:
            values[name] = check_value(specs[name], _json(sets.raw(name)))
        except FactError as error:
            raise sets.fault(name, str(error), "give a value the fact takes") from error
    if not values:
        raise table.fault("sets", "sets no fact", "name the fact the button answers")
    return Choice(table.text("value"), table.text("label"), values)


def _json(value: object) -> JsonValue:
    """``[low]`` becomes ``[low, None]``, at least low: TOML has no null."""
    raw = cast(JsonValue, value)
    return [*raw, None] if isinstance(raw, list) and len(raw) == 1 else raw


def _refuse_same_words(
    table: Table, options: tuple[Choice, ...], fact_options: Mapping[str, tuple[Choice, ...]]
) -> None:
    """Words typed back must pick one button, whichever of the topic's questions is open."""
    meanings: dict[str, Mapping[str, JsonValue]] = {}
    for choice in (*options, *(c for group in fact_options.values() for c in group)):
        for word in {choice.label.casefold(), choice.value.casefold()}:
            if meanings.setdefault(word, choice.sets) != choice.sets:
                raise table.fault(
                    "options", f"{word!r} is the words of two buttons", "reword one of them"
                )
