"""The worked interviews through the terminal: its loop for all, a process of its own for some."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import pytest
from interviews import Interview, assert_none, fact_faults, hold, spoken, verdict_faults
from worked_cases import Case, all_cases

from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.shapes import TurnDict
from ui import terminal

ROOT = Path(__file__).parents[1]
IN_A_PROCESS = (
    "a-brief-that-answers-everything-goes-straight-to-fine-tuning",
    "asking-why-and-asking-about-cost-lead-back-to-the-open-question",
    "an-undone-answer-is-asked-again-and-the-second-one-counts",
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


class Desk:
    """Screen and keyboard in one: hears each Turn line, then types the person's next message."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.buffer = self
        self.interview: Interview | None = None
        self._case, self._rulebook = case, rulebook

    def write(self, line: str) -> None:
        turn = cast(TurnDict, json.loads(line))
        if self.interview is None:
            self.interview = Interview(self._case, turn)
        else:
            self.interview.hear(turn)

    def flush(self) -> None:
        """Every line is heard at once."""

    def __iter__(self) -> Iterator[bytes]:
        assert self.interview is not None, "the terminal read before it greeted"
        for text in spoken(self.interview, self._rulebook):
            yield json.dumps(text).encode() + b"\n"


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_terminal_reaches_the_verdict_of_the_case(
    case: Case, rulebook: Rulebook, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(case, rulebook)
    monkeypatch.setattr("assistant.service.Assistant", lambda _: nullcontext(assistant))
    monkeypatch.setattr(sys, "stdin", desk)
    monkeypatch.setattr(sys, "stdout", desk)
    terminal.chat(Namespace(resume=None, jsonl=True))
    assert desk.interview is not None
    assert_none(verdict_faults(desk.interview) + fact_faults(desk.interview, rulebook))


@pytest.mark.parametrize(
    "case", [case for case in all_cases() if case.name in IN_A_PROCESS], ids=lambda case: case.name
)
def test_a_terminal_process_fed_line_by_line_reaches_the_verdict(
    case: Case, rulebook: Rulebook, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "import ui.cli; raise SystemExit(ui.cli.main())"]
    with subprocess.Popen(
        [*command, "chat", "--jsonl"],
        cwd=ROOT,
        env=os.environ | {"PROMPT_OR_TUNE_DATA_DIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        keyboard, screen = process.stdin, process.stdout

        def send(text: str) -> TurnDict:
            print(json.dumps(text), file=keyboard, flush=True)
            return cast(TurnDict, json.loads(screen.readline()))

        interview = hold(case, rulebook, json.loads(screen.readline()), send)
        keyboard.close()
    assert process.returncode == 0
    assert_none(verdict_faults(interview) + fact_faults(interview, rulebook))
