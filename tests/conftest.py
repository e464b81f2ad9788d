"""What every test stands on: a private data folder, no settings of this machine, no network."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import outside
import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"
Command = Callable[..., subprocess.CompletedProcess[str]]

outside.forbid()


@pytest.fixture(autouse=True)
def closed_network() -> Iterator[None]:
    """A connection to another machine fails the test, even where its error is swallowed."""
    outside.attempts.clear()
    yield
    assert not outside.attempts


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of this test's own; no other setting of this machine is seen."""
    from assistant.settings import Settings

    for name in list(os.environ):
        if name.upper().startswith("PROMPT_OR_TUNE_"):
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    folder = tmp_path / "data"
    monkeypatch.setenv("PROMPT_OR_TUNE_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def samples() -> Path:
    """The sample files developers have beside the project; skipped where they are absent."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample files are not beside this clone (../shared/samples)")
    return SAMPLES


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """``prompt-or-tune`` as its own process: arguments and standard input to what came out."""

    def run(*args: str, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-W", "error", str(ROOT / "tests" / "outside.py"), *args],
            input=given,
            capture_output=True,
            timeout=60,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert outside.MARK not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run
