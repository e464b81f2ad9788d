"""``doctor``: what it finds right, and what it says is wrong and how to mend it."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.checkup import Check, checks
from ui.upkeep import doctor


def found() -> dict[str, Check]:
    return {check.name: check for check in checks()}


@pytest.fixture(autouse=True)
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    monkeypatch.setenv("PROMPT_OR_TUNE_PORT", str(port))
    return port


def test_a_sound_machine_passes_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor() == 0
    assert "FAIL" not in capsys.readouterr().out


def test_a_misspelt_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_PROT", "80")
    check = found()["variables"]
    assert not check.ok
    assert "PROMPT_OR_TUNE_PROT" in check.found


def test_an_unusable_setting_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_PORT", "eighty")
    assert doctor() == 1
    assert "PROMPT_OR_TUNE_PORT=eighty" in capsys.readouterr().out


def test_a_data_folder_that_is_a_file_is_named(data_folder: Path) -> None:
    data_folder.write_text("in the way")
    check = found()["data folder"]
    assert not check.ok
    assert str(data_folder) in check.found


def test_a_damaged_database_is_named(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "conversations.sqlite").write_bytes(b"no database at all, not one bit of it")
    check = found()["databases"]
    assert not check.ok
    assert "conversations.sqlite" in check.found


def test_a_sound_database_is_counted(data_folder: Path) -> None:
    data_folder.mkdir()
    with closing(sqlite3.connect(data_folder / "conversations.sqlite")) as database:
        database.execute("CREATE TABLE t (c)")
    assert found()["databases"] == Check("databases", True, "1 sound")


def test_a_free_port_of_an_ipv6_address_is_free(
    free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    monkeypatch.setenv("PROMPT_OR_TUNE_HOST", "::1")
    assert found()["port"] == Check("port", True, f"::1:{free_port} is free")


def test_a_port_in_use_is_named(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        check = found()["port"]
    assert not check.ok
    assert str(free_port) in check.found
