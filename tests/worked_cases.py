"""Worked cases: whole interviews as TOML files in ``cases/``, read strictly.

A case is one person with one project: what they say first, what they answer to each topic, how
they interrupt, and the verdict that follows from it by hand. ``states`` beside a text are the
facts it states, ``unsure`` those the person cannot say, ``may_state`` readings that are
defensible too but not needed. Nothing else may be read out of the text. A range ``[low]`` is at
least low.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from knowledge.shapes import JsonValue, Verdict
from knowledge.strict import Table

FOLDER = Path(__file__).parent / "cases"
VERDICTS = get_args(Verdict)
Kind = Literal["question", "why", "correction", "retraction", "undo", "everything", "pushback"]
KINDS = get_args(Kind)
END = "end"
OPTIONAL = (
    *("route", "blockers", "tensions", "open", "never_asks", "asks_everything"),
    *("answers", "again", "follow_ups", "moves", "what_ifs"),
)


@dataclass(frozen=True)
class Saying:
    """One message in the person's own words, and exactly what it tells."""

    text: str
    states: Mapping[str, JsonValue] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()
    may_state: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether it changes what is known."""
        return bool(self.states or self.unsure or self.retracts)


NOT_SURE = Saying("not sure")


@dataclass(frozen=True)
class Move:
    """An interruption once the topic ``after`` was answered, or at the end.

    ``cites``: words of the article that the reply must cite.
    """

    after: str
    kind: Kind
    saying: Saying
    cites: str | None = None


@dataclass(frozen=True)
class WhatIf:
    """An imagined change said at the end, and the verdict it would give."""

    saying: Saying
    verdict: Verdict
    firm: bool


@dataclass(frozen=True)
class Case:
    """One interview. ``again`` answers a topic put a second time after an undo or a retraction.

    ``asks_everything``: the person goes on until nothing is left to ask, optional or not.
    """

    name: str
    title: str
    verdict: Verdict
    opening: Saying
    firm: bool | None = None
    route: str | None = None
    blockers: tuple[str, ...] | None = None
    tensions: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    never_asks: tuple[str, ...] = ()
    asks_everything: bool = False
    answers: Mapping[str, Saying] = field(default_factory=dict)
    again: Mapping[str, Saying] = field(default_factory=dict)
    follow_ups: Mapping[str, Saying] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()

    def sayings(self) -> list[tuple[str | None, str | None, Saying]]:
        """Every message with the topic and the single fact it is read against."""
        return [
            ("use_case", None, self.opening),
            *((topic, None, saying) for topic, saying in self.answers.items()),
            *((topic, None, saying) for topic, saying in self.again.items()),
            *((None, fact, saying) for fact, saying in self.follow_ups.items()),
            *((None, None, move.saying) for move in self.moves),
            *((None, None, what_if.saying) for what_if in self.what_ifs),
        ]


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of the folder, in the order of the file names.

    Raises:
        knowledge.strict.RulebookError: a file has a mistake; it names file, key and remedy.
    """
    return tuple(load_case(path) for path in sorted(FOLDER.glob("*.toml")))


def load_case(path: Path) -> Case:
    """One case; raises as :func:`all_cases`."""
    table = Table.read(path)
    table.expect(("title", "verdict", "firm", "opening"), OPTIONAL)
    verdict = table.word("verdict", VERDICTS)
    if table.has("route") != (verdict == "fine_tuning"):
        raise table.fault("route", f"does not fit {verdict}", "give it for fine_tuning alone")
    return Case(
        name=path.stem,
        title=table.text("title"),
        verdict=cast(Verdict, verdict),
        opening=_saying(table.table("opening")),
        firm=table.flag("firm"),
        route=table.maybe_text("route"),
        blockers=table.texts("blockers"),
        tensions=table.texts("tensions"),
        open=table.texts("open"),
        never_asks=table.texts("never_asks"),
        asks_everything=table.flag("asks_everything"),
        answers=_sayings(table.table("answers")),
        again=_sayings(table.table("again")),
        follow_ups=_sayings(table.table("follow_ups")),
        moves=tuple(_move(entry) for entry in table.tables("moves", "text")),
        what_ifs=tuple(_what_if(entry) for entry in table.tables("what_ifs", "text")),
    )


def _sayings(table: Table) -> dict[str, Saying]:
    return {name: _saying(table.table(name)) for name in table.names()}


def _saying(table: Table, needed: Sequence[str] = (), allowed: Sequence[str] = ()) -> Saying:
    table.expect(["text", *needed], ["states", "unsure", "retracts", "may_state", *allowed])
    return Saying(
        text=table.text("text").strip(),
        states=_facts(table, "states"),
        unsure=table.texts("unsure"),
        retracts=table.texts("retracts"),
        may_state=_facts(table, "may_state"),
    )


def _facts(table: Table, name: str) -> dict[str, JsonValue]:
    facts = table.table(name)
    return {key: _value(facts.raw(key)) for key in facts.names()}


def _value(raw: object) -> JsonValue:
    """TOML has no null to end an open range with."""
    value = cast(JsonValue, raw)
    return [*value, None] if isinstance(value, list) and len(value) == 1 else value


def _move(table: Table) -> Move:
    saying = _saying(table, ("after", "kind"), ("cites",))
    kind = cast(Kind, table.word("kind", KINDS))
    return Move(table.text("after"), kind, saying, table.maybe_text("cites"))


def _what_if(table: Table) -> WhatIf:
    saying = _saying(table, ("verdict", "firm"))
    return WhatIf(saying, cast(Verdict, table.word("verdict", VERDICTS)), table.flag("firm"))
