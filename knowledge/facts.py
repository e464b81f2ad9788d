"""What is held of one fact, and the strict reading of facts that come as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from knowledge.rulebook import FactSpec, Rulebook
from knowledge.shapes import FactDict, JsonValue
from knowledge.values import UNMEASURED, FactError, check_value, closest, shown

__all__ = ["Fact", "FactError", "Source", "State", "parse_fact", "parse_facts"]

State = Literal["known", "unsure", "unmeasured"]
Source = Literal["user", "menu", "dataset", "experiment", "prompt", "import"]
_STATES: Final = list(get_args(State))
_SOURCES: Final = list(get_args(Source))
_KEYS: Final = list(FactDict.__annotations__)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with where it came from; ``evidence`` is an exact piece of the user's message.

    ``unsure`` (asked, cannot say) holds no value; ``unmeasured`` holds the word itself. A fact
    of which nothing was said is simply absent.
    """

    value: JsonValue
    state: State = "known"
    source: Source = "user"
    evidence: str | None = None
    turn: int | None = None

    def to_json(self) -> FactDict:
        """The JSON shape."""
        return {
            "value": self.value,
            "state": self.state,
            "source": self.source,
            "evidence": self.evidence,
            "turn": self.turn,
        }


def parse_fact(spec: FactSpec, raw: JsonValue) -> Fact | None:
    """A fact from a bare value, ``{"state": "unsure"}`` or a whole Fact; None for ``null``.

    Raises:
        FactError: the value, the state or the provenance does not fit.
    """
    if not isinstance(raw, dict):
        return None if raw is None else _valued(spec, raw)
    faults = _shape_faults(spec, raw)
    if faults:
        raise FactError(*faults)
    origin = _Origin(
        cast(Source, raw.get("source", "user")),
        cast("str | None", raw.get("evidence")),
        cast("int | None", raw.get("turn")),
    )
    return _stated(spec, raw.get("value"), raw.get("state"), origin)


def parse_facts(rulebook: Rulebook, raw: Mapping[str, JsonValue]) -> dict[str, Fact]:
    """Every fact of ``raw`` that says something, in the rulebook's order.

    Raises:
        FactError: with every fault found, not only the first.
    """
    faults: list[str] = []
    found: dict[str, Fact] = {}
    for name, value in raw.items():
        if name not in rulebook.facts:
            faults.append(_unknown_fact(rulebook, name))
            continue
        try:
            fact = parse_fact(rulebook.facts[name], value)
        except FactError as error:
            faults += error.faults
        else:
            if fact is not None:
                found[name] = fact
    if faults:
        raise FactError(*faults)
    return {name: found[name] for name in rulebook.facts if name in found}


@dataclass(frozen=True, slots=True)
class _Origin:
    source: Source = "user"
    evidence: str | None = None
    turn: int | None = None


def _unknown_fact(rulebook: Rulebook, name: str) -> str:
    known = list(rulebook.facts)
    return f"{shown(name)} is no fact{closest(name, known)}; known facts: {', '.join(known)}"


def _valued(spec: FactSpec, raw: JsonValue, origin: _Origin | None = None) -> Fact:
    value = check_value(spec, raw)
    unmeasured = spec.kind != "text" and value == UNMEASURED
    state: State = "unmeasured" if unmeasured else "known"
    origin = origin or _Origin()
    return Fact(value, state, origin.source, origin.evidence, origin.turn)


def _stated(spec: FactSpec, value: JsonValue, state: JsonValue, origin: _Origin) -> Fact | None:
    if state == "unsure":
        if value is not None:
            raise FactError(
                f'{spec.name}: got state "unsure" with the value {shown(value)}; '
                'leave the value out, or say state "known"'
            )
        return Fact(None, "unsure", origin.source, origin.evidence, origin.turn)
    if state == UNMEASURED and value is None:
        value = UNMEASURED
    if value is None:
        if state is None:
            return None
        raise FactError(
            f'{spec.name}: got state "known" without a value; '
            'give a value, {"state": "unsure"}, or null'
        )
    fact = _valued(spec, value, origin)
    if state == UNMEASURED and fact.state != UNMEASURED:
        raise FactError(
            f'{spec.name}: got state "unmeasured" with the value {shown(value)}; '
            'leave the value out, or say state "known"'
        )
    return fact


def _shape_faults(spec: FactSpec, raw: Mapping[str, JsonValue]) -> list[str]:
    keys = ", ".join(_KEYS)
    faults = [
        f"{spec.name}: a fact has no {shown(key)}{closest(key, _KEYS)}; its keys: {keys}"
        for key in raw
        if key not in _KEYS
    ]
    faults += _word_faults(spec, raw, "state", _STATES)
    faults += _word_faults(spec, raw, "source", _SOURCES)
    evidence, turn = raw.get("evidence"), raw.get("turn")
    if evidence is not None and not isinstance(evidence, str):
        faults.append(f"{spec.name}: got evidence {shown(evidence)}, expected text or null")
    if turn is not None and (isinstance(turn, bool) or not isinstance(turn, int) or turn < 0):
        faults.append(f"{spec.name}: got turn {shown(turn)}, expected 0, 1, 2, … or null")
    return faults


def _word_faults(
    spec: FactSpec, raw: Mapping[str, JsonValue], key: str, allowed: list[str]
) -> list[str]:
    if key not in raw or raw[key] in allowed:
        return []
    hint = closest(str(raw[key]), allowed)
    words = ", ".join(f'"{word}"' for word in allowed)
    return [f"{spec.name}: got {key} {shown(raw[key])}, expected one of {words}{hint}"]
