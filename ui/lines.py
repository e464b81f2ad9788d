"""JSON Lines in and out: strict reading with every fault named, one object a line out."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from assistant import BadInput, JsonValue

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Line:
    """One JSON value and where it stands, counted from 1."""

    number: int
    value: JsonValue

    def fault(self, what: str) -> str:
        """``what`` with the place it is about."""
        return f"line {self.number}: {what}"


def read_cases(name: str, read: Callable[[Line], Case]) -> list[tuple[Line, Case]]:
    """Every JSON value of a file (standard input for ``-``) with what ``read`` makes of it.

    Blank lines are passed over.

    Raises:
        BadInput: the file cannot be read, or lines cannot be used: every fault in every line.
    """
    cases: list[tuple[Line, Case]] = []
    faults: list[str] = []
    for number, raw in enumerate(_read(name).split(b"\n"), start=1):
        try:
            lines = list(parse_line(number, raw))
        except BadInput as error:
            faults.extend(error.faults)
            continue
        for line in lines:
            try:
                cases.append((line, read(line)))
            except BadInput as error:
                faults.extend(line.fault(fault) for fault in error.faults)
    if faults:
        raise BadInput(*faults)
    return cases


def parse_line(number: int, raw: bytes) -> Iterator[Line]:
    """The JSON value of one line; nothing for a blank one.

    Raises:
        BadInput: not UTF-8, not JSON, or JSON that programs read differently (a key given
            twice, ``NaN``).
    """
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        if text:
            value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
            yield Line(number, value)
    except UnicodeDecodeError as error:
        raise BadInput(f"line {number}: not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        what = f"not JSON: {error.msg} at column {error.colno}; expected one JSON value a line"
        raise BadInput(f"line {number}: {what}") from error
    except RecursionError as error:
        raise BadInput(f"line {number}: nested too deeply to be read") from error
    except ValueError as error:
        raise BadInput(f"line {number}: {error}") from error


def write_line(value: Mapping[str, object]) -> None:
    """One JSON object on standard output, sent at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def text_of(key: str, value: JsonValue) -> str:
    """A value that has to be a text.

    Raises:
        BadInput: it is something else.
    """
    if not isinstance(value, str):
        raise BadInput(f"{key}: expected a text, got {kind_of(value)}")
    return value


def kind_of(value: JsonValue) -> str:
    """What a JSON value is, in words."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), f"the number {value}")


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(
            f"{name}: {reason}; give a file that can be read, or - for standard input"
        ) from error


def _once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is given twice; give it once")
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; give a number or null")
