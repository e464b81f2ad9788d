"""Scores of a labelled file as tables for people."""

from collections.abc import Iterable, Mapping
from typing import Any


def tables(report: Mapping[str, Any]) -> str:
    """Each part of a report: numbers in a line, groups of numbers as a table, mistakes listed."""
    return "\n\n".join(_part(name, value) for name, value in report.items())


def _part(name: str, value: Any) -> str:
    title = name.replace("_", " ")
    if isinstance(value, list):
        rows = (f"  {_pairs(row)}" for row in value)
        return "\n".join([f"{title}: {len(value)}", *rows])
    if isinstance(value, Mapping):
        nested = value and all(isinstance(each, Mapping) for each in value.values())
        return _table(title, value if nested else {"": value})
    return f"{title}: {_shown(value)}"


def _table(title: str, groups: Mapping[str, Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for group in groups.values() for key in group))
    rows = [[title, *columns]]
    rows += [[name, *(_shown(group.get(key)) for key in columns)] for name, group in groups.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: Iterable[str], widths: list[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)])


def _pairs(row: Any) -> str:
    items = row.items() if isinstance(row, Mapping) else [("", row)]
    return " · ".join(f"{key}: {_shown(value)}".removeprefix(": ") for key, value in items)


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
