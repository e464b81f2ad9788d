"""A data folder that is read-only, full or damaged: said, and nothing lost."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings, StorageError

NOBODY = 65534


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder this test may only read; root may write anywhere, so it becomes nobody."""
    tmp_path.chmod(0o555)
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield tmp_path
    os.seteuid(before)


def fill(database: Any) -> None:
    """Leaves a database no room for another page, as a full disk does."""
    held = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {held}")


def test_a_read_only_data_folder_is_said_with_a_remedy(read_only: Path) -> None:
    with pytest.raises(StorageError, match="Give it write permission"):
        Assistant(Settings(data_dir=read_only))


def test_a_message_the_disk_had_no_room_for_is_answered_once_there_is_room(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as assistant:
        conversation = assistant.start()["conversation"]
        before = assistant.send(conversation, "Ticket routing", "m1")
        checkpoints = assistant._parts.graph.checkpointer.conn
        fill(checkpoints)
        with pytest.raises(StorageError, match="the disk is full"):
            assistant.send(conversation, f"3,000 labelled tickets {'x' * 20_000}", "m2")
        checkpoints.execute("PRAGMA max_page_count = 1000000")
        after = assistant.send(conversation, f"3,000 labelled tickets {'x' * 20_000}", "m2")
        said = [m for m in assistant.turn(conversation)["messages"] if m["role"] == "user"]
    assert before["facts"].items() <= after["facts"].items()
    assert after["facts"]["labelled_examples"]["value"] == 3_000
    assert len(said) == 2


def test_damaged_checkpoints_are_named_and_moved_away_cost_nothing(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as first:
        conversation = first.start()["conversation"]
        before = first.send(conversation, f"3,000 labelled tickets {'x' * 20_000}")
    checkpoints = tmp_path / "checkpoints.sqlite"
    held = checkpoints.read_bytes()
    checkpoints.write_bytes(held[:8192] + b"\xa5" * 16_384 + held[24_576:])
    with pytest.raises(StorageError, match=r"checkpoints\.sqlite.*Move it away"):
        Assistant(Settings(data_dir=tmp_path))
    checkpoints.rename(tmp_path / "damaged")
    with Assistant(Settings(data_dir=tmp_path)) as second:
        after = second.send(conversation, "clean labels")
    assert before["facts"].items() <= after["facts"].items()
