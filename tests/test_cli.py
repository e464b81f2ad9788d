"""The command line as its own process: what goes where, exit codes, and how little is loaded."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Command

from ui.cli import parser

HEAVY = ("chromadb", "gradio", "langgraph", "onnxruntime", "tokenizers", "fastapi", "uvicorn")
BLOCKED = {"labelled_examples": 400, "volatility": "weekly"}


def jsonl(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_decide_answers_each_line_in_order_and_echoes_its_id(command: Command) -> None:
    done = command("decide", stdin=jsonl({"id": "a", **BLOCKED}, {}, {"id": 7, "facts": BLOCKED}))
    first, empty, report = rows(done.stdout)
    assert (first["id"], "id" in empty, report["id"]) == ("a", False, 7)
    assert (first["verdict"], first["firm"]) == ("prompt_engineering", True)
    assert first["blockers"] == report["blockers"] != []


def test_decide_reads_the_facts_of_its_own_kind_of_report(command: Command) -> None:
    fact = {"value": 400, "state": "known", "source": "user", "evidence": "400 rows", "turn": 1}
    report = {"conversation": "c", "verdict": "?", "facts": {"labelled_examples": fact}}
    found = rows(command("decide", stdin=jsonl(report)).stdout)[0]
    assert "400 rows" in json.dumps(found["blockers"])


def test_decide_writes_nothing_and_names_every_fault_when_a_line_is_bad(command: Command) -> None:
    bad = jsonl(BLOCKED) + jsonl({"volatility": "often", "colour": 1}) + "{oops\n" + jsonl([1])
    done = command("decide", "-", stdin=bad)
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 3: not JSON" in done.stderr
    mended = command("decide", stdin=bad.replace("{oops\n", "\n"))
    assert mended.stdout == ""
    for told in ("line 2: ", "volatility", "often", "weekly", "colour", "line 4: ", "a list"):
        assert told in mended.stderr


def test_every_bad_line_is_named_whatever_is_wrong_with_it(command: Command) -> None:
    odd = b'{"volume": NaN}\n\xff\n{"volume": 1, "volume": 2}\n' + b"[" * 100_000 + b"\n"
    told = command("decide", stdin=odd).stderr.splitlines()
    assert [line.split(":")[0] for line in told] == ["line 1", "line 2", "line 3", "line 4"]


def test_decide_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys; from ui.cli import main; status = main(['decide', sys.argv[1]]);"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr); sys.exit(status)"
    )
    cases = tmp_path / "cases.jsonl"
    cases.write_text(jsonl(BLOCKED))
    done = subprocess.run(
        [sys.executable, "-c", code, cases], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stderr.strip() == "[]"


def test_a_missing_file_is_bad_input(command: Command) -> None:
    done = command("decide", "nowhere.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere.jsonl: No such file" in done.stderr


def test_a_setting_that_cannot_be_used_is_named(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_HIGH_VOLUME", "lots")
    done = command("decide", stdin="{}\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PROMPT_OR_TUNE_HIGH_VOLUME=lots" in done.stderr


def test_understand_keeps_order_and_quotes_the_message(command: Command) -> None:
    messages = [{"text": "we have 3.5k", "topic": "data", "id": "m"}, {"text": "daily"}]
    done = command("understand", stdin=jsonl(*messages))
    first, second = rows(done.stdout)
    assert (first["id"], first["facts"]) == ("m", {"labelled_examples": 3500})
    assert first["evidence"]["labelled_examples"] in messages[0]["text"]
    assert "id" not in second


def test_understand_names_an_unknown_topic(command: Command) -> None:
    done = command("understand", stdin=jsonl({"text": "3", "topic": "weather"}, {"topic": "data"}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 1: topic: 'weather'" in done.stderr
    assert "line 2: text: expected a text, got nothing" in done.stderr


def test_ask_answers_in_the_articles_own_words(command: Command) -> None:
    done = command("ask", "How much does fine-tuning cost upfront?", "--json")
    (answer,) = rows(done.stdout)
    assert answer["answered"] is True
    assert "$30k" in json.dumps(answer["citations"])


def test_ask_takes_a_question_a_line(command: Command) -> None:
    lines = jsonl("What does it cost?", {"question": "How long?", "id": 1}, {"text": "Who won?"})
    answers = rows(command("ask", "-", "--jsonl", stdin=lines).stdout)
    assert [answer["question"] for answer in answers] == [
        "What does it cost?",
        "How long?",
        "Who won?",
    ]
    assert answers[1]["id"] == 1


def test_evaluate_understanding_scores_a_labelled_file(command: Command, tmp_path: Path) -> None:
    labelled = [
        {"text": "3.5k", "topic": "data", "facts": {"labelled_examples": 3500}},
        {"text": "weekly", "topic": "volatility", "facts": {"volatility": "daily"}},
    ]
    (tmp_path / "labelled.jsonl").write_text(jsonl(*labelled))
    (report,) = rows(command("evaluate", "understanding", "labelled.jsonl", "--json").stdout)
    assert report["overall"]["right"] == 1
    assert [mistake["fact"] for mistake in report["mistakes"]] == ["volatility"]


def test_evaluate_answers_scores_a_labelled_file(command: Command, tmp_path: Path) -> None:
    labelled = [
        {"question": "What does fine-tuning cost upfront?", "cite": "$30k–$150k"},
        {"question": "Who won the match yesterday?", "cite": None},
    ]
    (tmp_path / "labelled.jsonl").write_text(jsonl(*labelled))
    told = command("evaluate", "answers", "labelled.jsonl").stdout
    assert "hits in three: 1.000" in told
    assert "abstained: 1.000" in told


def test_a_bad_line_of_a_labelled_file_is_named(command: Command) -> None:
    done = command("evaluate", "answers", stdin=jsonl({"question": "x", "cite": None}) + "{")
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 2: not JSON" in done.stderr


def test_a_question_without_an_answer_labelled_is_bad_input(command: Command) -> None:
    done = command("evaluate", "answers", "-", stdin=jsonl({"question": 3}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "row 1: came {'question': 3}; expected" in done.stderr


def test_a_row_without_labels_is_bad_input(command: Command, tmp_path: Path) -> None:
    (tmp_path / "labelled.jsonl").write_text(jsonl({"text": "3.5k"}))
    done = command("evaluate", "understanding", "labelled.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "row 1: facts is missing" in done.stderr


def test_an_unknown_command_is_bad_input(command: Command) -> None:
    assert command("decode").returncode == 2


def test_a_reader_that_stops_early_is_no_error() -> None:
    shell = f"{sys.executable} -m ui.cli decide | head -n 1 | wc -l; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell],
        input=jsonl(*[BLOCKED] * 400),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert (done.stdout.split(), done.stderr) == (["1", "0"], "")


def test_help_names_every_command() -> None:
    told = parser().format_help()
    for name in ("serve", "chat", "understand", "decide", "ask", "evaluate", "index", "doctor"):
        assert name in told


def test_decide_names_the_faults_beside_a_line_that_is_not_json(command: Command) -> None:
    done = command("decide", "-", stdin='{"volume": -1}\nnot json\n{"volatility": "often"}\n')
    assert (done.returncode, done.stdout) == (2, "")
    for place in ("line 1: volume", "line 2: not JSON", "line 3: volatility"):
        assert place in done.stderr
