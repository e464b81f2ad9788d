"""The library: whole documents or none, ids that stay, words that are only words."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MODEL, encode, put, vector_of

from knowledge.documents import database
from knowledge.documents.document import (
    ExtractedDocument,
    PassageSpan,
    document_id,
    embedded,
)
from knowledge.documents.library import FILE, Library, LibraryError
from knowledge.embedding import Vectors

REFUNDS = "Refunds take fourteen days."
BOOKS = "Books cannot be sent back."
TEA = "We drink tea at noon."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as opened:
        opened.adopt(MODEL, encode)
        yield opened


def texts(library: Library, document: str) -> list[str]:
    return [span.text for span in library.spans(document)]


def test_every_passage_is_the_span_it_says(library: Library) -> None:
    name = put(library, "terms", [REFUNDS, BOOKS])
    text = library.text(name)

    assert text is not None
    assert [text[s.start : s.end] for s in library.spans(name)] == [REFUNDS, BOOKS]


def test_a_changed_document_keeps_the_ids_and_vectors_of_what_stayed(library: Library) -> None:
    before = {s.text: s.id for s in library.spans(put(library, "terms", [REFUNDS, BOOKS]))}
    embedded: list[str] = []

    def watched(searched: Sequence[str]) -> Vectors:
        embedded.extend(searched)
        return encode(searched)

    text = f"{TEA}\n\n{BOOKS}"
    spans = [PassageSpan("Section", 0, len(TEA)), PassageSpan("Section", len(TEA) + 2, len(text))]
    row = library.add(
        ExtractedDocument(Path("terms.txt"), "text", "x", "Terms", text, ()), spans, watched
    )

    after = {s.text: s.id for s in library.spans(row.id)}
    assert embedded == [f"Section {TEA}"]
    assert after[BOOKS] == before[BOOKS]
    assert REFUNDS not in after
    assert library.match(["refunds"], 5) == []


def test_the_same_words_twice_are_two_passages(library: Library) -> None:
    spans = library.spans(put(library, "terms", [TEA, TEA]))

    assert len({span.id for span in spans}) == 2


def test_a_removed_document_leaves_no_words_and_no_vectors(library: Library) -> None:
    name = put(library, "terms", [REFUNDS])

    assert library.remove(name)
    assert library.match(["refunds"], 5) == []
    assert list(library.vectors()) == []
    assert library.text(name) is None
    assert not library.remove(name)


def test_a_document_that_fails_half_way_leaves_everything_as_it_was(library: Library) -> None:
    name = put(library, "terms", [REFUNDS])
    generation = library.generation()

    def stopped(_: Sequence[str]) -> Vectors:
        raise KeyboardInterrupt

    document = ExtractedDocument(Path("terms.txt"), "text", "x", "Terms", TEA, ())
    with pytest.raises(KeyboardInterrupt):
        library.add(document, [PassageSpan("s", 0, len(TEA))], stopped)

    assert texts(library, name) == [REFUNDS]
    assert library.generation() == generation


def test_a_span_beyond_the_text_is_refused(library: Library) -> None:
    document = ExtractedDocument(Path("a.txt"), "text", "x", "A", TEA, ())

    with pytest.raises(ValueError, match="no span"):
        library.add(document, [PassageSpan("s", 0, len(TEA) + 1)], encode)


def test_words_match_whatever_their_ending(library: Library) -> None:
    put(library, "terms", [REFUNDS, BOOKS])

    (found,) = library.match(["refunding"], 5)

    passage = library.passage(found[0])
    assert passage is not None
    assert passage.text == REFUNDS
    assert found[1] > 0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("shared")) as opened:
        put(opened, "terms", [REFUNDS, BOOKS, TEA])
        yield opened


@settings(deadline=None)
@given(terms=st.lists(st.text(max_size=40), max_size=8))
def test_no_term_is_read_as_search_syntax(shared: Library, terms: list[str]) -> None:
    shared.match([*terms, '"', "text:x", "NEAR(a b)", "a* OR NOT ^b", "\0", "\ud800"], 5)


def test_pages_of_vectors_hold_all_once_and_go_on_after_a_cursor(library: Library) -> None:
    put(library, "terms", [REFUNDS, BOOKS, TEA])

    pages = list(library.vectors(page=2))

    assert [len(page.ids) for page in pages] == [2, 1]
    assert np.array_equal(pages[1].vectors[0], vector_of(TEA))
    assert [page.ids for page in library.vectors(after=pages[0].cursor)] == [pages[1].ids]


def test_the_generation_changes_with_every_change(library: Library) -> None:
    seen = [library.generation()]
    name = put(library, "terms", [REFUNDS])
    seen.append(library.generation())
    library.remove(name)
    seen.append(library.generation())

    assert len(set(seen)) == 3


def test_vectors_of_another_model_are_made_again_from_what_is_stored(library: Library) -> None:
    put(library, "terms", [REFUNDS, BOOKS])

    assert library.adopt("another", lambda some: -encode(some))
    (page,) = library.vectors()
    assert np.array_equal(page.vectors[0], -vector_of(REFUNDS))
    assert not library.adopt("another", encode)


def test_the_index_of_words_can_be_made_again(library: Library, tmp_path: Path) -> None:
    put(library, "terms", [REFUNDS])
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("INSERT INTO words (words) VALUES ('delete-all')")
    database.close()
    assert library.match(["refunds"], 5) == []

    library.reindex()

    assert len(library.match(["refunds"], 5)) == 1


def test_two_paths_whose_short_ids_are_alike_get_two_ids(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "knowledge.documents.keeping.document_id",
        lambda path, digits: document_id(path if digits > 6 else Path("same"), digits),
    )

    first, second = put(library, "one", [TEA]), put(library, "two", [BOOKS])

    assert first != second
    assert put(library, "one", [REFUNDS]) == first


def test_an_id_can_be_typed(tmp_path: Path) -> None:
    assert document_id(tmp_path / "Über uns (2).pdf").startswith("uber-uns-2-")
    assert document_id(Path("数据.md")).startswith("document-")


def test_a_path_that_is_no_unicode_is_kept(library: Library) -> None:
    document = ExtractedDocument(Path("a\udcff.txt"), "text", "x", "A", TEA, ())

    library.add(document, [PassageSpan("s", 0, len(TEA))], encode)

    held = library.at(document.path)
    assert held is not None
    assert library.at(replace(document, path=Path("b.txt")).path) is None


def test_a_full_disk_is_named_and_nothing_stored_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "max_page_count = 60"))
    with Library.open(tmp_path) as library:
        kept = put(library, "terms", [REFUNDS])

        with pytest.raises(LibraryError, match="the disk is full"):
            put(library, "more", [f"{number} {TEA}" for number in range(200)])

        assert [row.id for row in library.documents()] == [kept]
        assert len(library.match(["refunds"], 5)) == 1


def test_a_folder_that_cannot_be_made_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    with pytest.raises(LibraryError, match="choose another") as refused:
        Library.open(tmp_path / "data")

    assert str(tmp_path) in str(refused.value)


def test_a_long_path_of_headings_leaves_room_for_the_words() -> None:
    assert embedded("a › " * 200 + "Refunds", TEA).endswith(f"Refunds {TEA}")
    assert len(embedded("a" * 1_000, TEA)) < 200


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (x)")
    database.close()


def noise(path: Path) -> None:
    path.write_bytes(b"\x93" * 10_000)


@pytest.mark.parametrize(("spoil", "words"), [(foreign, "another program"), (noise, "damaged")])
def test_a_file_that_is_no_library_is_named_with_a_remedy_and_left_alone(
    spoil: object, words: str, tmp_path: Path
) -> None:
    assert callable(spoil)
    spoil(tmp_path / FILE)
    before = (tmp_path / FILE).read_bytes()

    with pytest.raises(LibraryError, match=words) as refused:
        Library.open(tmp_path)

    assert "Move it away" in str(refused.value)
    assert (tmp_path / FILE).read_bytes() == before
