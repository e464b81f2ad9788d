"""The README's examples run, and its table of facts says what the rules allow."""

import json
import re
import shlex
import subprocess
import sys
from importlib import import_module

import pytest
from conftest import ROOT

from knowledge.loading import load_rulebook

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = ".venv/bin/prompt-or-tune"


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def fact_rows() -> dict[str, str]:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$", README, flags=re.MULTILINE)
    return {name: told for names, told in rows for name in re.findall(r"\w+", names)}


def test_the_examples_of_the_readme_run() -> None:
    examples = next(block for block in blocks() if block.startswith("echo "))
    program = shlex.join([sys.executable, "-m", "ui.cli"])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", examples.replace(PROGRAM, program)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    decided, understood, *answer = done.stdout.splitlines()
    assert json.loads(decided)["verdict"] == "prompt_engineering"
    assert json.loads(understood)["facts"]["labelled_examples"] == 3500
    assert any("[1]" in line for line in answer)


def test_the_first_command_installs_and_opens_the_chat_and_the_second_runs_the_tests() -> None:
    chat, tests, *_ = blocks()
    assert chat.strip().endswith(f"install -c .ci/constraints.txt . && {PROGRAM}")
    assert tests.strip().endswith(".venv/bin/pytest")


def test_the_readme_tells_every_fact_with_all_its_choices() -> None:
    told = fact_rows()
    missing = {
        name: [choice for choice in spec.choices if f"`{choice}`" not in told.get(name, "")]
        for name, spec in load_rulebook().facts.items()
    }
    assert not {name: choices for name, choices in missing.items() if choices or name not in told}


@pytest.mark.parametrize("name", ["conversation", "interview", "answers"])
def test_the_graphs_langgraphs_tools_open_compile_without_a_checkpointer(name: str) -> None:
    listed = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    path, factory = listed[name].split(":")
    module = import_module(path.removeprefix("./").removesuffix(".py").replace("/", "."))
    assert getattr(module, factory)().checkpointer is None


def test_the_pins_of_the_project_are_among_the_constraints() -> None:
    pins = set((ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").split())
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    direct = re.findall(r'^    "([\w-]+==[\w.]+)",$', project, flags=re.MULTILINE)
    assert direct
    assert not set(direct) - pins
