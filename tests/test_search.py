"""The index on disk: real Chroma, verified when opened, built again when in doubt."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import nearest
from knowledge.embedding import Embedder
from knowledge.entries import Entries, load_entries
from knowledge.loading import load_article
from knowledge.nearest import MemoryIndex
from knowledge.search import generations
from knowledge.search.entries import Index, open_index
from knowledge.search.generations import IndexBusyError, IndexStorageError

NOBODY = 65534
QUESTIONS = ["how expensive is it", "can an auditor look inside", "who is the boss of the firm"]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def entries() -> Entries:
    every = load_entries(load_article())
    return replace(every, all=every.all[::12])


@pytest.fixture(scope="module")
def original(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, entries: Entries
) -> Path:
    folder = tmp_path_factory.mktemp("original")
    Index.open(folder, embedder, entries).close()
    return folder


@pytest.fixture
def built(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "data")


@pytest.fixture
def generation(built: Path) -> Path:
    return built / "index" / (built / "index" / "current").read_text()


def reopened(folder: Path, embedder: Embedder, entries: Entries) -> str | None:
    with Index.open(folder, embedder, entries) as index:
        found = index.query(embedder.encode([entries.all[7].text])[0], 1)
        assert found[0].entry == entries.all[7].id
        return index.notice


def test_a_first_index_is_built_without_a_notice(
    tmp_path: Path, embedder: Embedder, entries: Entries
) -> None:
    with Index.open(tmp_path, embedder, entries) as index:
        assert index.notice is None
        assert index.status()["count"] == len(entries.all)


def test_an_unchanged_index_is_opened_as_it_is(
    built: Path, generation: Path, embedder: Embedder, entries: Entries
) -> None:
    assert reopened(built, embedder, entries) is None
    assert generation.is_dir()


def test_chroma_and_memory_find_the_same(built: Path, embedder: Embedder, entries: Entries) -> None:
    memory = MemoryIndex(entries, embedder)
    with Index.open(built, embedder, entries) as index:
        for vector in embedder.encode(QUESTIONS):
            ours, theirs = memory.query(vector, 40), index.query(vector, 40)
            assert [hit.entry for hit in theirs] == [hit.entry for hit in ours]
            assert np.allclose([h.score for h in theirs], [h.score for h in ours], atol=1e-4)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("model", "another embedding model"),
        ("article", "another version of the article"),
        ("entries", "questions kept beside the article have changed"),
        ("chroma", "another version of Chroma"),
        ("format", "another version of the product"),
    ],
)
def test_an_index_of_another_source_is_built_again_and_says_so(
    key: str, words: str, built: Path, generation: Path, embedder: Embedder, entries: Entries
) -> None:
    manifest = json.loads((generation / "manifest.json").read_text())
    (generation / "manifest.json").write_text(json.dumps(manifest | {key: "other"}))

    rebuilt = reopened(built, embedder, entries)

    assert rebuilt is not None
    assert words in rebuilt
    assert not generation.exists()


def cut_in_half(generation: Path) -> None:
    database = generation / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def empty(generation: Path) -> None:
    (generation / "chroma.sqlite3").write_bytes(b"")


def replace_by_noise(generation: Path) -> None:
    (generation / "chroma.sqlite3").write_bytes(b"\x93" * 100_000)


def lose_every_second_vector(generation: Path) -> None:
    with sqlite3.connect(generation / "chroma.sqlite3") as database:
        database.execute("delete from embeddings_queue where seq_id % 2 = 0")
    database.close()


def lose_the_manifest(generation: Path) -> None:
    (generation / "manifest.json").unlink()


def break_the_manifest(generation: Path) -> None:
    (generation / "manifest.json").write_text("[1")


def leave_a_change_unfinished(generation: Path) -> None:
    (generation / "dirty").touch()


def point_nowhere(generation: Path) -> None:
    (generation.parent / "current").write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    "damage",
    [
        cut_in_half,
        empty,
        replace_by_noise,
        lose_every_second_vector,
        lose_the_manifest,
        break_the_manifest,
        leave_a_change_unfinished,
        point_nowhere,
    ],
)
def test_a_damaged_index_is_built_again_and_says_so(
    damage: object, built: Path, generation: Path, embedder: Embedder, entries: Entries
) -> None:
    assert callable(damage)
    damage(generation)

    rebuilt = reopened(built, embedder, entries)

    assert rebuilt is not None
    assert rebuilt.startswith("The index was built again: ")


def test_a_second_owner_is_refused_and_told_the_folder(
    built: Path, embedder: Embedder, entries: Entries
) -> None:
    with (
        Index.open(built, embedder, entries),
        pytest.raises(IndexBusyError, match="PROMPT_OR_TUNE_DATA_DIR") as refused,
    ):
        Index.open(built, embedder, entries)

    assert str(built) in str(refused.value)


def test_a_folder_let_go_can_be_opened_again(
    built: Path, embedder: Embedder, entries: Entries
) -> None:
    index = Index.open(built, embedder, entries)
    index.close()
    index.close()

    assert reopened(built, embedder, entries) is None


def test_a_second_owner_searches_in_memory(
    built: Path, embedder: Embedder, entries: Entries
) -> None:
    with Index.open(built, embedder, entries):
        second = open_index(built, embedder, entries)

    assert isinstance(second, MemoryIndex)
    assert second.notice is not None
    assert "another running prompt-or-tune" in second.notice


def test_a_folder_that_cannot_be_made_is_named_with_a_remedy(
    tmp_path: Path, embedder: Embedder, entries: Entries
) -> None:
    (tmp_path / "index").write_text("a file in the way")

    with pytest.raises(IndexStorageError, match="choose another folder") as refused:
        Index.open(tmp_path, embedder, entries)

    assert str(tmp_path) in str(refused.value)


def test_a_pointer_that_cannot_be_read_is_named_and_the_folder_let_go(
    built: Path, embedder: Embedder, entries: Entries
) -> None:
    (built / "index" / "current").unlink()
    (built / "index" / "current").mkdir()

    with pytest.raises(IndexStorageError, match="choose another folder"):
        Index.open(built, embedder, entries)

    (built / "index" / "current").rmdir()
    assert reopened(built, embedder, entries) is None


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    tmp_path.chmod(0o500)
    return tmp_path


@pytest.fixture
def unprivileged(read_only: Path) -> Iterator[None]:
    """Root may write anywhere, so a test run as root gives that right up for a while."""
    assert read_only.is_dir()
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(before)


@pytest.mark.usefixtures("unprivileged")
def test_a_read_only_folder_is_named_with_a_remedy(
    read_only: Path, embedder: Embedder, entries: Entries
) -> None:
    with pytest.raises(IndexStorageError, match="make it writable"):
        Index.open(read_only, embedder, entries)


def test_a_build_cut_short_leaves_no_current_index_and_is_cleared_away(
    built: Path, generation: Path, embedder: Embedder, entries: Entries
) -> None:
    (built / "index" / "current").unlink()
    (built / "index" / "generation-half").mkdir()

    with Index.open(built, embedder, entries) as index:
        assert index.query(embedder.encode(["how expensive is it"])[0], 1)

    assert len(list((built / "index").glob("generation-*"))) == 1
    assert not generation.exists()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(folder: Path, name: str) -> None:
        raise OSError(28, "No space left on device", str(folder / name))

    monkeypatch.setattr(generations, "switch", refuse)
    yield


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_leaves_nothing_behind_and_memory_takes_over(
    tmp_path: Path, embedder: Embedder, entries: Entries
) -> None:
    index = open_index(tmp_path, embedder, entries)

    assert index.notice is not None
    assert "No space left on device" in index.notice
    assert list((tmp_path / "index").glob("generation-*")) == []
    assert index.query(embedder.encode(["how expensive is it"])[0], 3)


def test_importing_the_search_module_does_not_import_chroma() -> None:
    code = "import sys, knowledge.search.entries; sys.exit('chromadb' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_both_backends_report_the_same_keys(
    built: Path, embedder: Embedder, entries: Entries
) -> None:
    with Index.open(built, embedder, entries) as index:
        assert index.status().keys() == nearest.MemoryIndex(entries, embedder).status().keys()
