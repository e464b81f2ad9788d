"""Moves at the chat page: what the visitor does, and the whole screen that comes back."""

import html
import json
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from assistant.service import Assistant
from assistant.settings import Settings
from ui.desk import Desk, claimed

ROW = 'id="answer-labelled_examples"'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("desk")
    with Assistant(Settings(data_dir=folder, max_message_chars=1_000)) as opened:
        yield opened


@pytest.fixture
def desk(service: Assistant) -> Desk:
    there: Future[Assistant] = Future()
    there.set_result(service)
    return Desk(there)


def shown(markup: str) -> str:
    return html.unescape(markup)


def form(**said: str) -> str:
    return json.dumps(said)


def test_a_first_visit_gets_the_greeting_and_a_ticket(desk: Desk) -> None:
    screen = desk.open(None)
    assert screen.bubbles[-1]["role"] == "assistant"
    assert screen.ticket["turn"] == 0
    assert not screen.notice


def test_the_same_ticket_opens_the_same_conversation(desk: Desk) -> None:
    ticket = desk.say(desk.open(None).ticket, "We sort support tickets").ticket
    again = desk.open(ticket)
    assert again.ticket == ticket
    assert "We sort support tickets" in str(again.bubbles)


def test_a_link_comes_before_the_ticket(desk: Desk) -> None:
    linked = desk.open(None).ticket
    own = desk.open(None).ticket
    assert desk.open(own, str(linked["conversation"])).ticket == linked


@pytest.mark.parametrize("ticket", [{"conversation": "guessed", "turn": 3}, {"conversation": "x"}])
def test_an_unknown_id_starts_afresh_and_says_so(desk: Desk, ticket: object) -> None:
    screen = desk.open(ticket)
    assert screen.ticket["conversation"] != "guessed"
    assert "not kept here any more" in screen.notice


@pytest.mark.parametrize(
    "claim", [None, 7, "id", [], {"conversation": 7, "turn": "x"}, {"turn": {}}]
)
def test_a_claim_of_another_form_is_no_ticket(claim: object) -> None:
    assert claimed(claim) == ("", 0)


def test_a_double_click_is_one_answer(desk: Desk) -> None:
    ticket = desk.open(None).ticket
    desk.say(ticket, "We sort support tickets")
    twice = desk.say(ticket, "We sort support tickets")
    assert [each["role"] for each in twice.bubbles].count("user") == 1


def test_different_messages_sent_from_one_screen_are_all_kept(desk: Desk) -> None:
    ticket = desk.open(None).ticket
    desk.say(ticket, "We sort support tickets")
    screen = desk.say(ticket, "We have 3,000 labelled tickets")
    assert [each["role"] for each in screen.bubbles].count("user") == 2


def test_a_blank_message_changes_nothing(desk: Desk) -> None:
    first = desk.open(None)
    assert desk.say(first.ticket, " \n ").ticket == first.ticket


def test_a_message_beyond_the_limit_comes_back_to_the_composer_with_the_reason(desk: Desk) -> None:
    words = "x" * 1_001
    screen = desk.say(desk.open(None).ticket, words)
    assert screen.draft == words
    assert "1,000" in shown(screen.notice)


def test_while_a_message_is_read_it_is_shown_and_the_composer_is_empty(desk: Desk) -> None:
    screen = desk.working(desk.open(None).ticket, "We sort support tickets")
    assert "We sort support tickets" in screen.bubbles[-2]["content"]
    assert "Reading your answer" in screen.bubbles[-1]["content"]
    assert screen.draft == ""


def test_undo_takes_the_last_answer_out_of_the_ledger(desk: Desk) -> None:
    ticket = desk.open(None).ticket
    ticket = desk.say(ticket, "We have 3,000 labelled examples").ticket
    assert ROW in shown(desk.open(ticket).ledger)
    assert ROW not in shown(desk.undo(ticket).ledger)


def test_an_edit_of_the_ledger_changes_the_answer(desk: Desk) -> None:
    ticket = desk.say(desk.open(None).ticket, "We have 3,000 labelled examples").ticket
    screen = desk.correct(ticket, form(fact="labelled_examples", do="edit", low="200", high=""))
    assert "200 labelled examples" in screen.ledger
    assert not screen.notice


def test_an_answer_can_be_withdrawn(desk: Desk) -> None:
    ticket = desk.say(desk.open(None).ticket, "We have 3,000 labelled examples").ticket
    screen = desk.correct(ticket, form(fact="labelled_examples", do="withdraw"))
    assert ROW not in shown(screen.ledger)


def test_an_edit_without_a_value_says_how_to_mend_it_and_changes_nothing(desk: Desk) -> None:
    ticket = desk.say(desk.open(None).ticket, "We have 3,000 labelled examples").ticket
    screen = desk.correct(ticket, form(fact="labelled_examples", do="edit", low="many", high=""))
    assert "is no number" in screen.notice
    assert screen.ticket == ticket


def test_starting_over_keeps_the_earlier_conversation_behind_its_link(desk: Desk) -> None:
    earlier = desk.open(None).ticket
    screen = desk.start_over(earlier)
    assert screen.ticket["conversation"] != earlier["conversation"]
    assert "Open the earlier one" in screen.notice
    assert desk.open(None, str(earlier["conversation"])).ticket == earlier
