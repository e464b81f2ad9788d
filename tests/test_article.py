"""The article: its passages cover it exactly, and a citation is exact or refused."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.article import Article, CitationError, Passage, cite
from knowledge.loading import DATA, load_article

ARTICLE = load_article()
PASSAGES = list(ARTICLE.passages.values())
HEADINGS = [
    line
    for line in ARTICLE.text.split("\n")
    if line in {passage.section for passage in PASSAGES}
    or line in {"AI Development", "Typical Cost", "Timeline", "Pros", "Cons", "Side-by-Side",
                "Decision Framework", "When to Choose Each Option", "Related Resources",
                "Common Questions", "Work With Halkwinds"}
]  # fmt: skip
passages = st.sampled_from(PASSAGES)


def test_the_text_is_the_article_as_published_byte_for_byte() -> None:
    published = "65eb045ed2bd0077a281cc4a06b6260cd899b7c7eb02d0f47443c7086082586c"
    assert hashlib.sha256((DATA / "article.md").read_bytes()).hexdigest() == published
    assert ARTICLE.sha256 == published


def test_every_passage_is_where_it_says() -> None:
    assert all(ARTICLE.text[p.start : p.end] == p.text for p in PASSAGES)


def test_every_passage_stands_once_in_reading_order_without_overlap() -> None:
    assert all(ARTICLE.text.count(p.text) == 1 for p in PASSAGES)
    ends = [0, *(p.end for p in PASSAGES)]
    assert all(p.start >= end for p, end in zip(PASSAGES, ends, strict=False))


def test_every_line_is_a_heading_or_table_ruling_or_covered_by_passages() -> None:
    covered = {i for p in PASSAGES for i in range(p.start, p.end)}
    position = 0
    for line in ARTICLE.text.split("\n"):
        left = "".join(c for i, c in enumerate(line, position) if i not in covered)
        table_head = line.startswith(("| Dimension |", "|---"))
        assert line in HEADINGS or table_head or not left.strip(" |-"), line
        position += len(line) + 1


def test_no_passage_is_a_heading() -> None:
    assert not {p.text for p in PASSAGES} & set(HEADINGS)


def test_there_is_one_passage_per_statement() -> None:
    counts = {kind: sum(p.kind == kind for p in PASSAGES) for kind in {p.kind for p in PASSAGES}}
    assert counts == {"prose": 8, "cost": 2, "timeline": 2, "row": 10, "item": 10, "faq": 3}


def test_list_items_and_rows_are_whole_lines_without_their_marks() -> None:
    lines = {line.removeprefix("- ").strip("| ") for line in ARTICLE.text.split("\n")}
    assert all(p.text in lines for p in PASSAGES if p.kind in {"item", "row", "cost", "timeline"})


def test_a_section_is_the_nearest_heading_that_names_what_stands_below() -> None:
    sections = {p.section for p in PASSAGES}
    for passage in PASSAGES:
        before = ARTICLE.text[: passage.start].split("\n")
        assert passage.section == [line for line in before if line in sections][-1]


def test_ids_are_readable_and_never_stand_in_the_text() -> None:
    for passage in PASSAGES:
        assert passage.id.replace("-", "").isalnum() and passage.id == passage.id.lower()
        assert passage.id not in ARTICLE.text


@given(passages, st.data())
def test_a_quote_that_stands_once_equals_its_span_of_the_article(
    passage: Passage, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    quote = passage.text[start:end]
    assume(passage.text.count(quote) == 1)
    citation = ARTICLE.cite(passage.id, quote)
    assert ARTICLE.text[citation.start : citation.end] == citation.quote == quote
    assert citation.start == passage.start + start


@given(passages, st.data())
def test_a_quote_that_stands_several_times_is_refused(
    passage: Passage, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(passage.text) - 1))
    quote = passage.text[start : start + data.draw(st.integers(1, 2))]
    assume(passage.text.count(quote) > 1)
    with pytest.raises(CitationError, match=r"stands .* times .*; give words that stand in it"):
        ARTICLE.cite(passage.id, quote)


@given(passages, st.text(min_size=1))
def test_a_quote_the_passage_does_not_hold_is_refused(passage: Passage, quote: str) -> None:
    assume(quote not in passage.text)
    with pytest.raises(CitationError, match="is absent"):
        cite(passage, quote)


@given(st.text(alphabet="ab —🙂é", min_size=1, max_size=30), st.data())
def test_spans_count_code_points_in_any_text(words: str, data: st.DataObject) -> None:
    before = data.draw(st.text(alphabet="xyz\n🙂", max_size=10))
    text = f"{before}{words}"
    passage = Passage("p", "d", "s", "chunk", len(before), len(text), words)
    citation = Article("d", "D", text, {"p": passage}).cite("p")
    assert text[citation.start : citation.end] == citation.quote == words


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(CitationError, match="is empty"):
        ARTICLE.cite("faq-85-90", "")


def test_a_passage_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CitationError, match=r"no passage 'faq-0'.*; use an id of passages\.toml"):
        ARTICLE.cite("faq-0")


def test_a_whole_passage_is_cited_without_naming_its_words() -> None:
    citation = ARTICLE.cite("timeline-prompt-engineering")
    assert citation.quote == "1–4 weeks to production-quality prompt system with evaluation suite"


def test_a_numbered_citation_is_the_shape_of_the_contract() -> None:
    shape = ARTICLE.cite("row-auditability", "High — every instruction is explicit").numbered(2)
    assert list(shape) == ["n", "passage", "document", "section", "quote", "start", "end"]
    assert (shape["n"], shape["document"], shape["section"]) == (
        2,
        "article",
        "Detailed Comparison",
    )
