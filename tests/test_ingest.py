"""Adding files: each on its own, named when it cannot be used, worked on only when it changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import MODEL, encode
from pdfs import pdf_of

from knowledge.documents.extraction import Unreadable
from knowledge.documents.files import find_files, read_file
from knowledge.documents.ingest import Event, Finished, Ingest, Started, Working
from knowledge.documents.library import Library
from knowledge.tokens import count_tokens

LIMIT = 20_000
NOBODY = 65534


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data") as opened:
        opened.adopt(MODEL, encode)
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "a.md").write_text("# Refunds\n\nRefunds take 14 days.")
    (folder / "deep" / "b.html").write_text("<h1>Tea</h1><p>Tea at noon.")
    (folder / "deep" / "deeper" / "c.PDF").write_bytes(pdf_of(["Books stay sold."]))
    return folder


def add(library: Library, *paths: Path, watch: list[Event] | None = None) -> list[Finished]:
    events: list[Event] = [] if watch is None else watch
    return Ingest(library, encode, count_tokens, LIMIT, events.append).add(paths)


def outcomes(finished: list[Finished]) -> dict[str, str]:
    return {each.path.name: each.outcome for each in finished}


def reasons(finished: list[Finished]) -> dict[str, str]:
    return {each.path.name: each.reason or "" for each in finished if each.outcome == "skipped"}


def test_folders_are_walked_and_every_format_is_kept(library: Library, folder: Path) -> None:
    finished = add(library, folder)

    assert outcomes(finished) == {"a.md": "added", "b.html": "added", "c.PDF": "added"}
    assert [row.format for row in library.documents()] == ["markdown", "html", "pdf"]


def test_what_is_hidden_or_of_another_format_is_passed_over(library: Library, folder: Path) -> None:
    (folder / ".secret.md").write_text("hidden")
    (folder / ".git").mkdir()
    (folder / ".git" / "d.md").write_text("hidden")
    (folder / "picture.png").write_bytes(b"png")

    assert len(add(library, folder)) == 3


def test_unchanged_files_are_not_worked_on_again(library: Library, folder: Path) -> None:
    add(library, folder)
    generation = library.generation()
    os.utime(folder / "a.md")

    assert set(outcomes(add(library, folder)).values()) == {"unchanged"}
    assert library.generation() == generation


def test_a_changed_file_replaces_its_document_under_the_same_id(
    library: Library, folder: Path
) -> None:
    (first,) = add(library, folder / "a.md")
    (folder / "a.md").write_text("# Refunds\n\nThere are none.")

    (second,) = add(library, folder / "a.md")

    assert (second.outcome, second.id) == ("updated", first.id)
    assert [span.text for span in library.spans(str(second.id))] == ["There are none."]


def test_a_copy_is_named_as_such_and_not_kept_twice(library: Library, folder: Path) -> None:
    (folder / "copy.md").write_bytes((folder / "a.md").read_bytes())

    (first, copy) = add(library, folder / "a.md", folder / "copy.md")

    assert (copy.outcome, copy.id) == ("duplicate", first.id)
    assert len(library.documents()) == 1


def test_paths_that_meet_in_a_file_take_it_once(library: Library, folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)

    assert len(add(library, folder, folder / "a.md", folder / ".", folder.parent / "link")) == 3


def test_bad_files_are_named_with_a_reason_and_the_rest_is_kept(
    library: Library, folder: Path
) -> None:
    (folder / "empty.txt").touch()
    (folder / "latin.txt").write_bytes("café".encode("latin-1"))
    (folder / "locked.pdf").write_bytes(pdf_of(["secret"], password="x"))
    (folder / "cut.pdf").write_bytes(pdf_of(["page"] * 5)[:900])
    (folder / "round").symlink_to(folder)
    (folder / "other.md").symlink_to(folder / "a.md")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(500_000_000)

    finished = add(library, folder, folder / "absent.md")

    told = reasons(finished)
    assert told["empty.txt"].startswith("it is empty")
    assert told["latin.txt"].endswith("save it as UTF-8")
    assert "encrypted" in told["locked.pdf"]
    assert "not a whole PDF" in told["cut.pdf"]
    assert "a link" in told["round"]
    assert "a link" in told["other.md"]
    assert "neither a file nor a folder" in told["pipe.txt"]
    assert told["huge.txt"].startswith("it has 500.0 MB")
    assert "PROMPT_OR_TUNE_MAX_DOCUMENT_MB" in told["huge.txt"]
    assert "no such file" in told["absent.md"]
    assert len(told) == 9
    assert len(library.documents()) == 3


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_unicode_is_kept_in_words_that_can_be_stored(
    library: Library, tmp_path: Path
) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/lan\xfftern.txt"))
    try:
        file.write_text("A lantern is kept at the gate.")
    except OSError:  # macOS
        pytest.skip("this file system refuses such names")

    assert [each.outcome for each in add(library, file)] == ["added"]
    assert [row.title for row in library.documents()] == ["lan\\udcfftern"]


def test_a_name_that_begins_like_a_home_folder_is_taken_as_it_is(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~draft 2.md").write_text("Tea is served at noon.")

    told = add(library, Path("~draft 2.md"), Path("~nobody here/a.md"))

    assert outcomes(told) == {"~draft 2.md": "added", "a.md": "skipped"}
    assert "no such file" in reasons(told)["a.md"]


def test_links_in_a_circle_are_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "y")
    (tmp_path / "y").symlink_to(tmp_path / "x")

    (finished,) = add(library, tmp_path / "x")

    assert finished.outcome == "skipped"


def test_a_file_that_vanishes_midway_is_named_and_the_rest_kept(
    library: Library, folder: Path
) -> None:
    def watch(event: Event) -> None:
        if isinstance(event, Started):
            (folder / "deep" / "b.html").unlink()

    finished = Ingest(library, encode, count_tokens, LIMIT, watch).add([folder])

    assert reasons(finished) == {"b.html": "it is gone; add it again when it is back"}
    assert len(library.documents()) == 2


def test_a_document_whose_file_went_bad_stays_and_that_is_said(
    library: Library, folder: Path
) -> None:
    (first,) = add(library, folder / "a.md")
    (folder / "a.md").write_bytes(b"\xff\x00")

    (second,) = add(library, folder / "a.md")

    assert f"stays, as {first.id}" in str(second.reason)
    assert library.count() == 1


def test_a_file_that_grows_while_it_is_read_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        with (folder / "a.md").open("a") as file:
            file.write("more")
        return found

    monkeypatch.setattr(os, "fstat", grown)

    with pytest.raises(Unreadable, match="changed while it was read"):
        read_file(folder / "a.md", LIMIT)


@pytest.fixture
def unprivileged(folder: Path) -> Iterator[None]:
    """Root may read anything, so a test run as root gives that right up for a while."""
    (folder / "deep").chmod(0o000)
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(before)
    (folder / "deep").chmod(0o700)


@pytest.mark.usefixtures("unprivileged")
def test_what_may_not_be_read_is_named(folder: Path) -> None:
    (found,) = find_files([folder / "deep"])

    assert found.fault is not None
    assert "Permission denied" in found.fault


def test_each_step_is_told(library: Library, folder: Path) -> None:
    told: list[Event] = []
    (done,) = add(library, folder / "a.md", watch=told)

    path = folder / "a.md"
    assert told == [Started(1), Working(path, 0, 0), Working(path, 1, 1), done]
