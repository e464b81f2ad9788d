"""Labelled rows the heads are fitted on.

A row is ``{"text", "topic"?, "facts", "evidence"?, "also_ok"?, "about"?}`` as for
``knowledge.evaluation``; ``about`` names the one fact it was labelled for, all others being open.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read_rows(paths: Iterable[Path]) -> list[Row]:
    """Every row of every file, in order.

    Raises:
        ValueError: a line is not a row; names the file and the line.
    """
    rows: list[Row] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line) if line.strip() else None
            if row is not None and not (isinstance(row, dict) and {"text", "facts"} <= row.keys()):
                raise ValueError(f"{path.name}, line {number}: expected text and facts, got {line}")
            if row is not None:
                rows.append(row)
    return rows
