"""``index`` in a terminal: words for people, a bar that leaves nothing behind, nothing obeyed."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from conftest import ROOT

from assistant import BadInput
from assistant.documents import Finished
from ui.shelf import add, counted, line_of, summary
from ui.upkeep import told

pty = pytest.importorskip("pty", reason="pseudo-terminals are there on Unix alone")


def in_a_terminal(*args: str) -> tuple[int, str]:
    """The exit status and all that a terminal would get."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "outside.py"), *args],
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65_536):
            shown += piece
    except OSError:  # Linux's way of saying that the other end is closed
        pass
    os.close(ours)
    return child.wait(timeout=60), shown.decode()


def test_adding_shows_a_bar_and_ends_in_a_summary(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nTea is served at noon.")
    (tmp_path / "empty.md").touch()

    status, shown = in_a_terminal("index", "add", str(tmp_path / "tea.md"), str(tmp_path))

    assert status == 1
    assert "2/2" in shown
    assert "added      tea-" in shown
    assert "empty.md: it is empty; nothing was taken from it" in shown
    assert shown.rstrip().endswith("1 added, 1 skipped; 1 passage")


def test_a_name_cannot_steer_the_terminal() -> None:
    line = line_of(Finished(Path("\x1b[2Jevil\n.md"), "skipped", reason="it is empty"))

    assert line == "skipped    \ufffd[2Jevil\ufffd.md: it is empty"


def test_a_name_cannot_steer_the_terminal_from_within_the_bar(tmp_path: Path) -> None:
    file = tmp_path / "evil\x1b]0;owned\x07.md"
    file.write_text("Tea is served at noon.")

    status, shown = in_a_terminal("index", "add", str(file))

    assert status == 0
    assert "evil\ufffd]0;owned\ufffd.md" in shown
    assert "\x1b]0;" not in shown


def test_an_empty_path_is_not_taken_for_the_folder_one_is_in() -> None:
    with pytest.raises(BadInput, match="PATH is empty"):
        add(Namespace(paths=["tea.md", ""], json=False))


def test_nothing_found_is_said() -> None:
    assert summary(counted([])) == "no files of a known format; 0 passages"


def test_the_state_is_told_a_line_a_value_and_a_line_a_document() -> None:
    document = {"id": "tea-1", "passages": 1_200, "path": "tea.md"}
    lines = list(told({"backend": "chroma", "notice": None, "documents": [document]}))

    assert lines == ["backend      chroma", "document     tea-1 (1,200 passages) tea.md"]
