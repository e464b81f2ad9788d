"""Text into markup: nothing a person or a model writes becomes markup, and nothing is lost."""

import html
import re
import string
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import CitationDict, FactDict, FieldDict, TurnDict
from ui.ledger import ledger
from ui.markup import cited, el, prose, text
from ui.render import bubbles, own, working
from ui.standing import covered, standing

TAG = re.compile(r"<(?!/?(?:div|p|br|ul|ol|li|strong|a|span|q)\b)")
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![track](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "```mermaid\ngraph TD\n```",
    "$$\\href{javascript:alert(1)}{x}$$",
    '"><form action=https://evil.example>',
    "# not a heading\n\n- not an item",
    "https://evil.example www.evil.example a@evil.example",
]
CITED: CitationDict = {
    "n": 1,
    "passage": "choose-ft-examples",
    "document": "article",
    "section": "Choose Fine-Tuning when...",
    "quote": "1,000+ high-quality labeled examples",
    "start": 20,
    "end": 56,
}
FIELDS: dict[str, FieldDict] = {
    "labelled_examples": {
        "label": "Labelled examples",
        "kind": "count",
        "unit": "examples",
        "choices": [],
    },
    "data_quality": {
        "label": "Label quality",
        "kind": "choice",
        "unit": "",
        "choices": [{"value": "high", "label": "High"}, {"value": "low", "label": "Low"}],
    },
}


def fact(value: int | str | None, evidence: str | None = None, state: str = "known") -> FactDict:
    return {"value": value, "state": state, "source": "user", "evidence": evidence, "turn": 2}


def turn(**more: object) -> TurnDict:
    said: dict[str, object] = {
        "conversation": "c",
        "turn": 2,
        "messages": [{"role": "assistant", "text": "How many examples?", "citations": []}],
        "question": {
            "topic": "data",
            "form": "question",
            "facts": ["labelled_examples"],
            "text": "How many examples?",
            "why": "",
            "options": [{"value": "none", "label": "None at all"}],
            "optional": False,
        },
        "facts": {},
        "noted": [],
        "progress": {"covered": 3, "at_most_left": 4},
        "recommendation": None,
    }
    return cast(TurnDict, said | more)


@given(st.text())
def test_any_text_comes_back_as_the_same_text(words: str) -> None:
    seen = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "�", words)
    assert html.unescape(text(words)) == " ".join(seen.split())


@given(st.text())
def test_escaped_text_has_no_mark_that_html_or_markdown_reads(words: str) -> None:
    assert not set(re.sub(r"&#\d+;", "", text(words))) & set(string.punctuation)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_visitors_words_are_shown_as_typed_and_never_as_markup(attack: str) -> None:
    shown = own(attack)
    assert not TAG.search(shown)
    assert not re.search(r"[!`$\[\]]", shown)
    assert html.unescape(re.sub(r"<br>", "\n", re.sub(r"</?div[^>]*>", "", shown))).split() == (
        attack.split()
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_assistants_text_makes_no_markup_but_its_own(attack: str) -> None:
    assert not TAG.search(prose(f"Noted: {attack}"))
    assert "src=" not in prose(f"Noted: {attack}").replace("src&#61;", "")


def test_an_image_is_reduced_to_its_description() -> None:
    shown = prose("Here ![a chart](https://evil.example/x.png) it is")
    assert "a chart" in shown
    assert "evil" not in shown


def test_paragraphs_lists_and_strong_words_are_kept() -> None:
    shown = prose("**Why**\n- one\n- two\n\n1. first\n2. second")
    assert "<strong>Why</strong>" in shown
    assert "<ul><li>one</li><li>two</li></ul>" in shown
    assert "<ol><li>first</li><li>second</li></ol>" in shown


def test_a_number_in_brackets_is_a_chip_only_with_its_citation() -> None:
    shown = prose("Enough [1], not [2]", [CITED])
    assert shown.count('class="cite"') == 1
    assert "&#91;2&#93;" in shown


def test_a_chip_leads_to_the_passage_and_the_quoted_span() -> None:
    (target,) = re.findall(r'href="([^"]*)"', cited("Enough [1].", [CITED]))
    assert html.unescape(target) == "#src-article/choose-ft-examples~20-56"


def test_a_citation_no_number_names_is_still_shown() -> None:
    assert prose("Enough.", [CITED]).count('class="cite"') == 1


def test_attributes_cannot_be_broken_out_of() -> None:
    assert el("p", title='"><script>').count("<") == 2


def test_choices_are_buttons_under_the_last_message_and_say_what_they_show() -> None:
    assert bubbles(turn())[-1]["options"] == [{"value": "None at all", "label": "None at all"}]


def test_while_an_answer_is_read_no_choice_is_offered() -> None:
    assert not [each for each in working(bubbles(turn()), "None") if "options" in each]


def test_a_long_message_scrolls_inside_itself_and_can_be_reached_by_keyboard() -> None:
    assert 'tabindex="0"' in own("word " * 2_000)


def test_the_ledger_shows_value_words_and_controls_of_each_answer() -> None:
    facts = {"labelled_examples": fact(3000, "3k tickets")}
    shown = html.unescape(
        ledger(turn(facts=facts), FIELDS, {"labelled_examples": "3,000 examples"})
    )
    assert "3,000 examples" in shown
    assert '<q dir="auto">3k tickets</q>' in shown
    assert 'name="low" value="3,000"' in shown
    assert shown.count('name="withdraw" value="labelled_examples"') == 1


def test_the_ledger_offers_the_choices_of_an_answer_and_not_sure() -> None:
    facts = {"data_quality": fact("low")}
    shown = html.unescape(ledger(turn(facts=facts), FIELDS, {"data_quality": "Low"}))
    assert '<option value="low" selected="">Low</option>' in shown
    assert '<option value="unsure">Not sure</option>' in shown


def test_words_in_the_ledger_are_escaped() -> None:
    facts = {"labelled_examples": fact(1, "<script>alert(1)</script>")}
    assert "<script" not in ledger(turn(facts=facts), FIELDS, {"labelled_examples": "<b>1</b>"})


def test_progress_says_what_is_covered_and_the_most_that_can_follow() -> None:
    assert covered(turn()) == "3 covered, at most 4 more"
    assert "3 covered, at most 4 more" in html.unescape(standing(turn(), FIELDS))
