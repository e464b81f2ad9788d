"""TOML tables read strictly: each mistake names the file, the key and the remedy."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T", bound=str)
SLOT = re.compile(r"\{(.*?)\}")


class RulebookError(ValueError):
    """A mistake in the rule data: the file, the key in it, what is wrong and how to mend it."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {key}: {problem}; {remedy}")
        self.file = file
        self.key = key
        self.problem = problem
        self.remedy = remedy


def read_text(path: Path) -> str:
    """The text of ``path`` exactly as stored.

    Raises:
        RulebookError: the file is missing or is not UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as error:
        raise RulebookError(
            path.name, "file", f"missing in {path.parent}", "restore it from the package"
        ) from error
    except UnicodeDecodeError as error:
        raise RulebookError(
            path.name, "file", f"not UTF-8 at byte {error.start}", "save it as UTF-8"
        ) from error


def quoted(names: Iterable[str]) -> str:
    """Names for a message: ``'a', 'b'``."""
    return ", ".join(repr(name) for name in names)


class Table:
    """One TOML table with its place, so that whatever is wrong in it can be pointed at.

    ``words`` are put in for their ``{name}`` in every text of the table and those within.
    """

    def __init__(
        self,
        file: str,
        place: str,
        raw: Mapping[str, object],
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.file = file
        self.place = place
        self._raw = raw
        self._words = words or {}

    @classmethod
    def read(cls, path: Path) -> "Table":
        """The whole file.

        Raises:
            RulebookError: missing, not UTF-8 or not TOML.
        """
        try:
            return cls(path.name, "", tomllib.loads(read_text(path)))
        except tomllib.TOMLDecodeError as error:
            raise RulebookError(path.name, "file", f"not TOML: {error}", "mend the line") from error

    def worded(self, words: Mapping[str, str]) -> "Table":
        """The same table with other ``words``."""
        return Table(self.file, self.place, self._raw, words)

    def key(self, name: str) -> str:
        """``name`` with the place of this table before it."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, problem: str, remedy: str) -> RulebookError:
        """The error to raise about ``name`` in this table."""
        return RulebookError(self.file, self.key(name), problem, remedy)

    def names(self) -> tuple[str, ...]:
        """The keys, in the order of the file."""
        return tuple(self._raw)

    def has(self, name: str) -> bool:
        """Whether the key is given."""
        return name in self._raw

    def expect(self, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Refuse keys that nobody reads and keys that are missing."""
        missing = [name for name in required if name not in self._raw]
        for name in self._raw:
            if name not in required and name not in optional:
                allowed = missing or [*required, *optional]
                raise self.fault(
                    name, "unknown key", f"remove it or rename it to one of {quoted(allowed)}"
                )
        if missing:
            raise self.fault(missing[0], "missing key", "add it")

    def raw(self, name: str) -> object:
        """The value as TOML gave it."""
        return self._raw[name]

    def text(self, name: str, *slots: str) -> str:
        """A string that is not blank; only the ``{slots}`` named stay in it."""
        value = self._raw[name]
        if not isinstance(value, str):
            raise self._wrong(name, "a string")
        if not value.strip():
            raise self.fault(name, "empty text", "write the words or remove the entry")
        return SLOT.sub(lambda found: self._slot(name, found, slots), value)

    def _slot(self, name: str, found: re.Match[str], slots: Sequence[str]) -> str:
        slot = found.group(1)
        if slot in slots:
            return found.group()
        if slot not in self._words:
            known = quoted([*slots, *self._words]) or "none"
            raise self.fault(name, f"unknown slot {{{slot}}}", f"known here: {known}")
        return self._words[slot]

    def maybe_text(self, name: str) -> str | None:
        """As :meth:`text`, or None when the key is absent."""
        return self.text(name) if name in self._raw else None

    def word(self, name: str, allowed: Sequence[T]) -> T:
        """One of ``allowed``."""
        value = self.text(name)
        if value not in allowed:
            raise self.fault(name, f"{value!r} is not allowed", f"use one of {quoted(allowed)}")
        return cast(T, value)

    def number(self, name: str) -> float:
        """An integer or a finite float."""
        value = self._raw[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self._wrong(name, "a number")
        return value

    def flag(self, name: str) -> bool:
        """true or false; false when absent."""
        value = self._raw.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, empty when absent, none of them twice."""
        values = self._raw.get(name, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise self._wrong(name, "a list of strings")
        for value in values:
            if values.count(value) > 1:
                raise self.fault(name, f"{value!r} stands twice", "keep it once")
        return tuple(values)

    def items(self, name: str) -> list[object]:
        """A list of anything, empty when absent."""
        values = self._raw.get(name, [])
        if not isinstance(values, list):
            raise self._wrong(name, "a list")
        return values

    def within(self, name: str, raw: Mapping[str, object]) -> "Table":
        """A table of this one, placed after it."""
        return Table(self.file, self.key(name), raw, self._words)

    def table(self, name: str) -> "Table":
        """A table within, empty when absent."""
        value = self._raw.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, "a table")
        return self.within(name, value)

    def tables(self, name: str, label: str = "id") -> list["Table"]:
        """A list of tables, each placed by its ``label`` (or its number) and none of them twice."""
        found: list[Table] = []
        seen: set[str] = set()
        for number, value in enumerate(self.items(name), 1):
            if not isinstance(value, dict):
                raise self._wrong(name, "a list of tables")
            title = value.get(label)
            shown = title if isinstance(title, str) else str(number)
            if shown in seen:
                raise self.fault(
                    f"{name}[{shown}].{label}", "stands twice", "rename or remove one of the two"
                )
            seen.add(shown)
            found.append(self.within(f"{name}[{shown}]", value))
        return found

    def _wrong(self, name: str, wanted: str) -> RulebookError:
        came = self._raw[name]
        return self.fault(name, f"came {came!r}", f"give {wanted}")
