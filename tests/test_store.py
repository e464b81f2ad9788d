"""Conversations on disk: what is stored, refused and kept apart."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import StorageError
from assistant.store import Store
from knowledge.shapes import TurnDict


def a_turn(number: int) -> TurnDict:
    return {
        "conversation": "c",
        "turn": number,
        "messages": [],
        "question": None,
        "facts": {},
        "noted": [],
        "progress": {"covered": 0, "at_most_left": 4},
        "recommendation": None,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store(path)) as opened:
        yield opened


def test_a_message_is_on_disk_before_it_has_a_reply(store: Store, path: Path) -> None:
    store.create("c", a_turn(0))
    store.receive("c", 1, {"id": "m1", "turn": 1, "kind": "text", "text": "hello"})
    with closing(Store(path)) as another:
        last = another.last("c")
    assert last is not None
    assert (last.message["text"], last.reply) == ("hello", None)


def test_a_reply_is_found_by_its_message_id(store: Store) -> None:
    store.create("c", a_turn(0))
    store.receive("c", 1, {"id": "m1", "turn": 1})
    store.reply("c", 1, a_turn(1))
    known = store.answered("c", "m1")
    assert known is not None
    assert known.reply == a_turn(1)


def test_the_same_message_id_cannot_be_stored_twice(store: Store) -> None:
    store.create("c", a_turn(0))
    store.receive("c", 1, {"id": "m1", "turn": 1})
    with pytest.raises(StorageError):
        store.receive("c", 2, {"id": "m1", "turn": 2})
    assert len(store.turns("c")) == 2


def test_deleting_a_conversation_removes_its_turns_and_no_others(store: Store) -> None:
    for name in ("c", "d"):
        store.create(name, a_turn(0))
    assert store.delete("c")
    assert store.turns("c") == []
    assert len(store.turns("d")) == 1


def test_deleting_what_is_not_there_says_so(store: Store) -> None:
    assert not store.delete("nobody")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(path: Path) -> None:
    path.write_bytes(b"this is not a database, but somebody may need it" * 100)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="damaged or not a database"):
        Store(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_as_it_was(path: Path) -> None:
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        Store(path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_named_with_a_remedy(path: Path) -> None:
    with closing(Store(path)) as store:
        for number in range(200):
            store.create(f"c{number}", a_turn(0))
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)
    with pytest.raises(StorageError, match="Move it away"), closing(Store(path)) as store:
        store.turns("c7")


def test_a_full_disk_keeps_what_was_stored_and_says_so(store: Store) -> None:
    store.create("c", a_turn(0))
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="the disk is full"):
        store.receive("c", 1, {"id": "m1", "turn": 1, "text": "x" * 100_000})
    assert len(store.turns("c")) == 1


def test_a_stored_message_keeps_every_character(store: Store) -> None:
    store.create("c", a_turn(0))
    text = "naïve 数据 \x00 \u202eright to left\u202c <script>"
    store.receive("c", 1, {"id": "m1", "turn": 1, "text": text})
    last = store.last("c")
    assert last is not None
    assert json.loads(json.dumps(last.message))["text"] == text


def test_a_damaged_reply_is_named_with_a_remedy(store: Store) -> None:
    store.create("c", a_turn(0))
    store._db.execute("UPDATE turns SET reply = x'0bad'")
    with pytest.raises(StorageError, match="Move it away"):
        store.turns("c")
