"""The house rules: sizes, directions, and papers that agree with the code."""

import ast
import re
import shlex
import statistics
import subprocess
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from importlinter.cli import lint_imports

from assistant.settings import PREFIX, Settings
from ui.cli import parser

PACKAGES = ("assistant", "graphs", "knowledge", "ui")
TOP_LEVEL = {*PACKAGES, "tests", "pyproject.toml", "README.md", "LICENSE", "langgraph.json"}
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|tmp)/[a-z]")
REGISTRY = re.compile(
    r"(?:index-url|pythonhosted\.org|pypi\.org/simple|registry\.npmjs|deb\.debian)"
)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its length in lines."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{path.relative_to(ROOT).as_posix()}:{node.name}"
                yield place, (node.end_lineno or node.lineno) - node.lineno + 1


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def commands(of: ArgumentParser, before: str = "") -> Iterator[str]:
    """Every command of the command line, such as ``index status``."""
    for action in of._actions:
        if isinstance(action, _SubParsersAction):
            for name, under in action.choices.items():
                deeper = list(commands(under, f"{before}{name} "))
                yield from deeper or [f"{before}{name}"]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_module_is_longer_than_300_lines() -> None:
    assert not [
        name for path, name in zip(MODULES, names(MODULES), strict=True) if lines_of(path) > 300
    ]


def test_half_of_the_modules_have_at_most_100_lines() -> None:
    assert statistics.median(map(lines_of, MODULES)) <= 100


def test_no_function_is_longer_than_50_lines() -> None:
    assert not [place for place, length in functions() if length > 50]


def test_the_top_level_holds_only_what_the_map_names() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert not {name for name in top - TOP_LEVEL if not name.startswith(".")}


def test_tests_are_flat() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert folders <= {ROOT / "tests", ROOT / "tests" / "benchmarks"}


def test_imports_keep_their_directions_and_owners() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_readme_maps_every_module() -> None:
    listed = readme()
    modules = [name for name in names(MODULES) if not name.endswith("__init__.py")]
    assert not [name for name in modules if f"`{name}`" not in listed]


def test_the_readme_maps_no_module_that_is_gone() -> None:
    told = re.findall(r"`((?:assistant|graphs|knowledge|ui)/[\w/]+\.py)`", readme())
    assert not [name for name in told if not (ROOT / name).exists()]


def test_the_example_environment_lists_exactly_the_settings() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(rf"^# ?({PREFIX}\w+)=", example, flags=re.MULTILINE)
    assert listed == [PREFIX + name.upper() for name in Settings.model_fields]


def test_the_readme_explains_exactly_the_settings() -> None:
    listed = re.findall(rf"^\| `({PREFIX}\w+)` \|", readme(), flags=re.MULTILINE)
    assert listed == [PREFIX + name.upper() for name in Settings.model_fields]


def test_the_readme_shows_exactly_the_commands_there_are() -> None:
    rows = re.findall(r"^\| `prompt-or-tune ([^`]+)` \|", readme(), flags=re.MULTILINE)
    told = {word for row in rows for word in _spelt(row)}
    assert told == set(commands(parser()))


def test_no_tracked_file_names_a_place_on_a_machine_or_a_package_registry() -> None:
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        if path != Path(__file__) and (MACHINE_PATH.search(text) or REGISTRY.search(text)):
            found.append(path.relative_to(ROOT).as_posix())
    assert not found


def _spelt(row: str) -> list[str]:
    """``index status\\|rebuild`` as the commands it stands for."""
    words = shlex.split(row.replace("\\|", "|").split("[")[0])
    known = list(commands(parser()))
    spelt = [" ".join(words[:count]) for count in (1, 2)]
    alternatives = [f"{words[0]} {each}" for each in words[1].split("|")] if len(words) > 1 else []
    return [each for each in [*alternatives, *spelt] if each in known] or spelt[:1]
