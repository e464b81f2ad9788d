"""The place of a passage: its whole document, or of a long one the part around it."""

import pytest

from assistant import BadInput, DocumentDict
from ui.sources import REACH, place

LINE = "Tea is served at noon, and nobody leaves before the second cup.\n"


def document(times: int, at: int) -> DocumentDict:
    """``times`` lines, each a passage, of which the one at ``at`` is called here."""
    spans = [(row * len(LINE), (row + 1) * len(LINE) - 1) for row in range(times)]
    return {
        "id": "tea",
        "title": "Tea",
        "text": LINE * times,
        "passages": [
            {"id": "here" if row == at else f"p{row}", "section": "s", "start": start, "end": end}
            for row, (start, end) in enumerate(spans)
        ],
    }


def test_a_document_of_usual_length_is_given_whole() -> None:
    told = place(document(20, at=3), "here")

    assert told["text"] == LINE * 20
    assert (told["offset"], told["start"]) == (0, 3 * len(LINE))


@pytest.mark.parametrize("at", [0, 5_000, 9_999])
def test_of_a_long_document_the_part_around_the_passage_is_given(at: int) -> None:
    told = place(document(10_000, at=at), "here")

    text, start, end, offset = told["text"], told["start"], told["end"], told["offset"]
    assert isinstance(text, str) and isinstance(start, int) and isinstance(end, int)
    assert len(text) < 2 * REACH + 5 * len(LINE)
    assert text[start:end] == LINE.strip()
    assert offset == at * len(LINE) - start
    assert text.startswith("Tea is served")


def test_a_line_without_end_is_cut() -> None:
    endless = document(10_000, at=5_000)
    endless["text"] = endless["text"].replace("\n", " ")

    assert len(str(place(endless, "here")["text"])) < 4 * REACH


def test_an_unknown_passage_is_named() -> None:
    with pytest.raises(BadInput, match="no passage 'nowhere'"):
        place(document(1, at=0), "nowhere")
