"""The index of added documents: follows the library, survives kills, is never trusted blindly."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from libraries import MODEL, encode, put, vector_of

from knowledge.documents.library import Library, LibraryError
from knowledge.search.chroma import Collection, Unusable
from knowledge.search.generations import IndexBusyError
from knowledge.search.library import SMALL, ExactSearch, LibrarySearch
from knowledge.search.passages import FOLDER, PassageIndex

MANY = [f"passage number {n} of many" for n in range(SMALL + 300)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as library:
        put(library, "first", MANY[:200])
        yield library


@pytest.fixture
def built(library: Library, tmp_path: Path) -> Path:
    with PassageIndex.open(tmp_path, library, MODEL) as index:
        index.follow()
    return tmp_path


def current(folder: Path) -> Path:
    return folder / FOLDER / (folder / FOLDER / "current").read_text()


def found(index: PassageIndex | LibrarySearch, library: Library, passage: str) -> bool:
    name, score = index.query(vector_of(passage), 1)[0]
    stored = library.passage(name)
    return stored is not None and stored.text == passage and score > 0.999


def test_an_unchanged_index_is_opened_as_it_is(built: Path, library: Library) -> None:
    generation = current(built)

    with PassageIndex.open(built, library, MODEL) as index:
        assert (index.notice, index.behind()) == (None, 0)
        assert all(found(index, library, passage) for passage in MANY[:200:20])

    assert current(built) == generation


def test_the_index_and_the_exact_search_find_the_same(built: Path, library: Library) -> None:
    exact = ExactSearch(library)
    with PassageIndex.open(built, library, MODEL) as index:
        for vector in encode(["some", "other", "questions"]):
            ours, theirs = index.query(vector, 20), exact.query(vector, 20)
            assert [name for name, _ in ours] == [name for name, _ in theirs]
            assert np.allclose([s for _, s in ours], [s for _, s in theirs], atol=1e-4)


def test_a_small_change_is_taken_into_the_same_index(built: Path, library: Library) -> None:
    generation = current(built)
    put(library, "second", ["a new passage", "and another"])
    put(library, "first", MANY[1:200])

    with PassageIndex.open(built, library, MODEL) as index:
        index.follow()
        assert found(index, library, "and another")
        assert not found(index, library, MANY[0])
        assert index.status()["count"] == library.count()

    assert current(built) == generation


def test_what_was_removed_and_added_again_is_held_once(built: Path, library: Library) -> None:
    generation = current(built)
    extra = put(library, "second", ["a new passage", "and another"])
    with PassageIndex.open(built, library, MODEL) as index:
        index.follow()
        library.remove(extra)
        put(library, "second", ["a new passage", "and another"])
        index.follow()
        assert found(index, library, "and another")
        assert index.count == library.count()

    assert current(built) == generation


def test_an_index_that_lost_much_is_built_anew(built: Path, library: Library) -> None:
    generation = current(built)
    put(library, "first", MANY[:20])

    with PassageIndex.open(built, library, MODEL) as index:
        index.follow()
        assert index.status()["count"] == library.count()

    assert current(built) != generation
    assert not generation.exists()


def test_a_change_that_was_not_finished_means_building_again(built: Path, library: Library) -> None:
    (current(built) / "dirty").touch()

    with PassageIndex.open(built, library, MODEL) as index:
        assert index.notice is not None
        assert "not been finished" in index.notice
        index.follow()
        assert found(index, library, MANY[7])


def lose_the_graph(generation: Path) -> None:
    (generation / "chroma.sqlite3").write_bytes(b"")


def damage_the_manifest(generation: Path) -> None:
    (generation / "manifest.json").write_text('{"format": 1}')


def tell_another_count(generation: Path) -> None:
    manifest = (generation / "manifest.json").read_text()
    (generation / "manifest.json").write_text(manifest.replace('"count": 200', '"count": 190'))


@pytest.mark.parametrize("damage", [lose_the_graph, damage_the_manifest, tell_another_count])
def test_a_damaged_index_is_built_again(damage: object, built: Path, library: Library) -> None:
    assert callable(damage)
    damage(current(built))

    with PassageIndex.open(built, library, MODEL) as index:
        assert index.notice is not None
        index.follow()
        assert found(index, library, MANY[7])


def test_an_index_of_another_model_is_built_again(built: Path, library: Library) -> None:
    with PassageIndex.open(built, library, "another") as index:
        assert index.behind() == library.count()


def test_an_index_of_another_library_is_built_again(built: Path, library: Library) -> None:
    library.close()
    for file in built.glob("documents.sqlite*"):
        file.unlink()
    with Library.open(built) as other:
        put(other, "other", [f"something else {n}" for n in range(200)])

        with PassageIndex.open(built, other, MODEL) as index:
            index.follow()
            assert found(index, other, "something else 9")


def test_a_build_that_is_stopped_leaves_the_old_index(built: Path, library: Library) -> None:
    generation = current(built)

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with PassageIndex.open(built, library, MODEL) as index:
        with pytest.raises(KeyboardInterrupt):
            index.build(stop)
        assert found(index, library, MANY[7])

    assert list((built / FOLDER).glob("generation-*")) == [generation]


KILLED = """
import os, signal, sys
from pathlib import Path
from libraries import MODEL
from knowledge.documents.library import Library
from knowledge.search.passages import PassageIndex

def kill(done, of):
    os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
with Library.open(folder) as library, PassageIndex.open(folder, library, MODEL) as index:
    getattr(index, sys.argv[2])(kill)
"""


@pytest.mark.parametrize("act", ["follow", "build"])
def test_a_kill_while_the_index_changes_loses_nothing(
    act: str, built: Path, library: Library
) -> None:
    put(library, "second", ["a new passage", "and another"])

    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(built), act],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    with PassageIndex.open(built, library, MODEL) as index:
        index.follow()
        assert all(found(index, library, each) for each in ["a new passage", *MANY[:200:20]])
    assert len(list((built / FOLDER).glob("generation-*"))) == 1


def test_a_second_owner_is_refused(built: Path, library: Library) -> None:
    with (
        PassageIndex.open(built, library, MODEL),
        pytest.raises(IndexBusyError, match="PROMPT_OR_TUNE_DATA_DIR"),
    ):
        PassageIndex.open(built, library, MODEL)


@pytest.fixture(autouse=True)
def by_the_index_from_one_passage_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.search.library.EXACT", 0)


@pytest.fixture
def search(library: Library, tmp_path: Path) -> Iterator[LibrarySearch]:
    search = LibrarySearch(tmp_path, library, MODEL, build=True)
    yield search
    search.close()


def test_a_small_change_is_found_by_the_next_search(
    search: LibrarySearch, library: Library
) -> None:
    put(library, "second", ["a new passage", "and another"])

    assert found(search, library, "and another")
    assert search.status()["in_step"] is True


def test_a_small_library_is_searched_exactly_whatever_its_index_misses(
    search: LibrarySearch, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PassageIndex, "query", lambda *_: [])
    assert search.query(vector_of(MANY[7]), 1) == []

    monkeypatch.setattr("knowledge.search.library.EXACT", library.count())

    assert found(search, library, MANY[7])


def test_a_large_change_is_found_once_it_is_taken_in(
    search: LibrarySearch, library: Library
) -> None:
    put(library, "first", MANY)

    assert found(search, library, MANY[7])
    search.wait()
    assert found(search, library, MANY[-1])
    assert search.status()["in_step"] is True


def test_a_first_large_library_is_searched_exactly_meanwhile(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        put(library, "first", MANY)
        search = LibrarySearch(tmp_path, library, MODEL, build=False)
        assert found(search, library, MANY[-1])
        assert not (tmp_path / FOLDER / "current").exists()
        search.close()


def test_where_another_process_owns_the_index_search_is_exact_and_says_so(
    built: Path, library: Library
) -> None:
    with PassageIndex.open(built, library, MODEL):
        search = LibrarySearch(built, library, MODEL, build=True)

        assert found(search, library, MANY[7])
        assert search.notice is not None
        assert "in memory" in search.notice
        search.close()


def test_an_empty_library_needs_no_index_and_finds_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        search = LibrarySearch(tmp_path, library, MODEL, build=True)
        assert search.query(vector_of("anything"), 5) == []
        search.close()
    assert not (tmp_path / FOLDER).exists()


def test_where_following_failed_the_next_search_follows_again(
    search: LibrarySearch, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: PassageIndex) -> int:
        raise LibraryError("the file is locked")

    put(library, "second", ["a new passage", "and another"])
    with monkeypatch.context() as failing, pytest.raises(LibraryError):
        failing.setattr(PassageIndex, "behind", fail)
        search.query(vector_of("and another"), 1)

    assert found(search, library, "and another")
    assert search.status()["in_step"] is True


def test_a_search_that_cannot_be_opened_leaves_the_index_to_others(
    built: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: PassageIndex) -> int:
        raise LibraryError("the file is locked")

    with monkeypatch.context() as failing, pytest.raises(LibraryError):
        failing.setattr(PassageIndex, "behind", fail)
        LibrarySearch(built, library, MODEL, build=True)

    with PassageIndex.open(built, library, MODEL) as index:
        assert index.in_step


def test_a_collection_closed_under_a_search_is_unusable_and_no_more(tmp_path: Path) -> None:
    vectors = encode(["one", "two"])
    collection = Collection.create(tmp_path / "new", sync_threshold=1_000, search=10)
    collection.add(["one", "two"], vectors)
    collection.close()

    with pytest.raises(Unusable):
        collection.nearest(vectors, 1)


def test_after_closing_changes_are_still_found_and_the_index_is_left_alone(
    built: Path, library: Library
) -> None:
    generation = current(built)
    search = LibrarySearch(built, library, MODEL, build=True)
    search.close()
    search.close()

    put(library, "second", ["a new passage", "and another"])

    assert found(search, library, "and another")
    assert current(built) == generation
    assert not (generation / "dirty").exists()


def test_closing_gives_up_a_build_and_the_next_start_makes_it(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        put(library, "first", MANY)
        LibrarySearch(tmp_path, library, MODEL, build=True).close()
        search = LibrarySearch(tmp_path, library, MODEL, build=True)
        search.wait()
        assert search.status()["count"] == len(MANY)
        search.close()
