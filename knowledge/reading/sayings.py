"""The ways people say things, loaded strictly from ``knowledge/data/sayings/``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.reading.phrases import Phrasebook, PhraseError, parse_phrase
from knowledge.shapes import JsonValue

SAYINGS = Path(__file__).parent.parent / "data" / "sayings"
_LISTED = {"cues": "cue", "names": "name", "subjects": "subject", "commands": "command"}
_SECTIONS = frozenset({"words", "says", "answers", *_LISTED})
_SETTINGS = frozenset({"topic", "opposite", "stronger", "personal"})
_LABELS = {"always": "says", "open": "open", "vague": "vague"}


class SayingsError(ValueError):
    """A mistake in a file of sayings: the message names the place and how to mend it."""


@dataclass(frozen=True, slots=True)
class FactSayings:
    """One choice fact: the topic that asks for it, what negation makes of a value, which value
    counts when several are said, and whether others' sentences count."""

    topic: str
    opposite: Mapping[str, str]
    stronger: tuple[str, ...]
    personal: bool


@dataclass(frozen=True, slots=True)
class Sayings:
    """All phrases in one book. Labels are ``says:fact=value``, ``open:…``, ``vague:…``,
    ``cue:name``, ``name:fact``, ``subject:fact`` and ``command:name``."""

    book: Phrasebook
    facts: Mapping[str, FactSayings]
    answers: Mapping[str, Mapping[str, JsonValue]]
    commands: tuple[str, ...]


def load_sayings(folder: Path = SAYINGS) -> Sayings:
    """Load and check every file of ``folder``; raises SayingsError naming the faulty entry."""
    raw = _merged(folder)
    unknown, missing = raw.keys() - _SECTIONS, _SECTIONS - raw.keys()
    if unknown or missing:
        raise SayingsError(
            f"{folder.name}: unknown sections {sorted(unknown)}, missing {sorted(missing)}; "
            f"its files must have exactly {sorted(_SECTIONS)}"
        )
    facts = {name: _fact(folder, name, table) for name, table in raw["says"].items()}
    try:
        book = Phrasebook(
            (label, parse_phrase(source, raw["words"])) for label, source in _sources(folder, raw)
        )
    except PhraseError as error:
        raise SayingsError(f"{folder.name}: {error}") from error
    return Sayings(book, facts, raw["answers"], tuple(raw["commands"]))


def _merged(folder: Path) -> dict[str, Any]:
    """The sections of all files together; each part of a section stands in one file only."""
    merged: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SayingsError(f"{path.name} is not valid TOML: {error}") from error
        for section, table in raw.items():
            known = merged.setdefault(section, {})
            if not isinstance(table, dict) or known.keys() & table.keys():
                raise SayingsError(
                    f"{path.name}: [{section}] must be a table, and no part of it may stand in "
                    f"another file too; it has {sorted(table)}"
                )
            known.update(table)
    return merged


def _fact(path: Path, name: str, table: dict[str, Any]) -> FactSayings:
    topic, opposite = table.get("topic"), table.get("opposite", {})
    stronger = table.get("stronger", [])
    values = table.keys() - _SETTINGS
    if not isinstance(topic, str):
        raise SayingsError(f"{path.name}: [says.{name}] needs topic = the topic that asks for it")
    if not {*opposite, *opposite.values()} <= values:
        raise SayingsError(f"{path.name}: [says.{name}] opposite may only name {sorted(values)}")
    if set(stronger) != values:
        raise SayingsError(f"{path.name}: [says.{name}] stronger must list {sorted(values)}")
    return FactSayings(topic, opposite, tuple(stronger), bool(table.get("personal", False)))


def _sources(path: Path, raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for fact, table in raw["says"].items():
        for value, entry in table.items():
            if value in _SETTINGS:
                continue
            for kind in _lists(path, f"says.{fact}.{value}", entry, _LABELS):
                yield from ((f"{_LABELS[kind]}:{fact}={value}", p) for p in entry[kind])
    for section, label in _LISTED.items():
        for name in _lists(path, section, raw[section], raw[section].keys()):
            yield from ((f"{label}:{name}", phrase) for phrase in raw[section][name])


def _lists(path: Path, place: str, table: Any, allowed: Any) -> list[str]:
    if not isinstance(table, dict) or not table.keys() <= set(allowed):
        raise SayingsError(f"{path.name}: [{place}] may only have {sorted(allowed)}")
    for key, phrases in table.items():
        if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
            raise SayingsError(f"{path.name}: [{place}] {key} must be a list of phrases")
    return list(table)
