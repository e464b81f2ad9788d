"""The service as every channel uses it: real files, real graph, real reader."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import (
    Assistant,
    BadInput,
    Busy,
    Settings,
    StorageError,
    TurnDict,
    UnknownConversation,
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(Settings(data_dir=tmp_path_factory.mktemp("data"))) as opened:
        yield opened


@pytest.fixture
def conversation(assistant: Assistant) -> str:
    return assistant.start()["conversation"]


def texts(turn: TurnDict) -> str:
    return "\n".join(m["text"] for m in turn["messages"] if m["role"] == "assistant")


def topic(turn: TurnDict) -> str | None:
    return turn["question"]["topic"] if turn["question"] else None


def test_a_conversation_begins_with_a_greeting_and_the_use_case(assistant: Assistant) -> None:
    first = assistant.start()
    assert (first["turn"], topic(first)) == (0, "use_case")
    assert first["recommendation"] is None


def test_one_message_fills_several_facts_with_its_own_words(
    assistant: Assistant, conversation: str
) -> None:
    brief = (
        "We route support tickets. 12,000 labelled tickets, labels are clean, rules change weekly."
    )
    turn = assistant.send(conversation, brief)
    assert turn["facts"]["labelled_examples"]["value"] == 12_000
    assert turn["facts"]["volatility"]["value"] == "weekly"
    for fact in turn["facts"].values():
        assert fact["evidence"] and fact["evidence"] in brief


def test_a_repeated_message_id_returns_the_stored_turn(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing", "m1")
    first = assistant.send(conversation, "3,000 labelled tickets", "m2")
    again = assistant.send(conversation, "3,000 labelled tickets", "m2")
    assert again == first
    assert len([m for m in assistant.turn(conversation)["messages"] if m["role"] == "user"]) == 2


def test_undo_takes_the_last_answer_back_and_reopens_its_question(
    assistant: Assistant, conversation: str
) -> None:
    before = assistant.send(conversation, "Ticket routing")
    assistant.send(conversation, "3,000 labelled tickets, clean labels")
    after = assistant.undo(conversation)
    assert after["facts"].keys() == before["facts"].keys()
    assert topic(after) == topic(before)


def test_undo_with_nothing_to_take_back_says_so(assistant: Assistant, conversation: str) -> None:
    assert "nothing to take back" in texts(assistant.undo(conversation))


def test_an_edited_answer_recomputes_and_keeps_the_others(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    assistant.send(conversation, "3,000 labelled tickets, clean labels")
    turn = assistant.correct(conversation, {"labelled_examples": 200})
    assert turn["facts"]["labelled_examples"]["value"] == 200
    assert turn["facts"]["labelled_examples"]["source"] == "menu"
    assert turn["facts"]["data_quality"]["value"] == "high"


def test_a_withdrawn_answer_is_asked_again(assistant: Assistant, conversation: str) -> None:
    assistant.send(conversation, "Ticket routing")
    assistant.send(conversation, "3,000 labelled tickets, clean labels")
    assistant.send(conversation, "it never changes")
    turn = assistant.correct(conversation, {"labelled_examples": None, "data_quality": None})
    asked = {topic(turn)}
    for _ in range(6):
        turn = assistant.send(conversation, "not sure")
        asked.add(topic(turn))
    assert "data" in asked


def test_an_edit_that_is_not_allowed_names_the_fault_and_changes_nothing(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    before = assistant.turn(conversation)
    with pytest.raises(BadInput, match="volatility"):
        assistant.correct(conversation, {"volatility": "sometimes"})
    assert assistant.turn(conversation) == before


def test_why_do_you_ask_explains_and_keeps_the_question_open(
    assistant: Assistant, conversation: str
) -> None:
    before = assistant.send(conversation, "Ticket routing")
    after = assistant.send(conversation, "why do you ask?")
    assert topic(after) == topic(before)
    assert before["question"] is not None
    assert before["question"]["why"] in texts(after)


def test_a_question_in_the_middle_is_answered_with_a_source_and_brought_back(
    assistant: Assistant, conversation: str
) -> None:
    before = assistant.send(conversation, "Ticket routing")
    after = assistant.send(conversation, "how much does fine-tuning cost?")
    quotes = [c["quote"] for m in after["messages"] for c in m["citations"]]
    assert any("$30k–$150k" in quote for quote in quotes)
    assert topic(after) == topic(before)
    assert "Back to my question" in after["messages"][-1]["text"]


def test_a_what_if_shows_another_verdict_and_leaves_the_answers(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    before = assistant.send(conversation, "200 labelled tickets, clean labels")
    after = assistant.send(conversation, "what if we had 2,000 examples?")
    assert "2,000" in texts(after)
    assert after["facts"] == before["facts"]


def test_not_sure_is_remembered_and_not_asked_again(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    turn = assistant.send(conversation, "not sure")
    assert turn["facts"]["labelled_examples"]["state"] == "unsure"
    assert topic(turn) == "volatility"


def test_an_unreadable_answer_is_asked_in_other_words_then_left_open(
    assistant: Assistant, conversation: str
) -> None:
    first = assistant.send(conversation, "Ticket routing")
    second = assistant.send(conversation, "the quick brown fox")
    third = assistant.send(conversation, "the quick brown fox")
    fourth = assistant.send(conversation, "the quick brown fox")
    asked = [turn["question"] for turn in (first, second, third) if turn["question"]]
    assert len({question["text"] for question in asked}) == 3
    assert {question["topic"] for question in asked} == {"data"}
    assert topic(fourth) == "volatility"


def test_a_button_sets_its_facts_from_the_menu(assistant: Assistant, conversation: str) -> None:
    turn = assistant.send(conversation, "Ticket routing")
    assert turn["question"]
    option = turn["question"]["options"][0]
    after = assistant.send(conversation, option["label"])
    assert {after["facts"][name]["source"] for name in after["noted"]} == {"menu"}


def test_an_unknown_conversation_is_named(assistant: Assistant) -> None:
    with pytest.raises(UnknownConversation, match="start a new one"):
        assistant.send("nobody", "hello")


def test_a_message_beyond_the_limit_is_refused_with_the_limit(
    assistant: Assistant, conversation: str
) -> None:
    with pytest.raises(BadInput, match="100,000"):
        assistant.send(conversation, "x" * 100_001)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "word " * 10_000,
        "\x00\x01\x02\xff binary \x7f",
        "\u202eمرحبا كيف الحال\u202c",
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "half a pair \ud83d",
        "7" * 5_000,
        "🙂" * 2_000,
    ],
    ids=["empty", "blank", "50k", "binary", "rtl", "html", "surrogate", "digits", "emoji"],
)
def test_odd_text_gets_a_turn_and_the_interview_goes_on(
    assistant: Assistant, conversation: str, text: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    turn = assistant.send(conversation, text)
    assert turn["question"] is not None
    assert assistant.send(conversation, "3,000 labelled tickets")["facts"]["labelled_examples"]


def test_two_hundred_messages_at_once_are_put_in_order(
    assistant: Assistant, conversation: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = [
            pool.submit(assistant.send, conversation, f"{n} labelled tickets", f"m{n}")
            for n in range(1, 201)
        ]
        turns = sorted(future.result()["turn"] for future in sent)
    assert turns == list(range(1, 201))
    said = [m["text"] for m in assistant.turn(conversation)["messages"] if m["role"] == "user"]
    assert len(set(said)) == 200


def test_two_conversations_never_mix(assistant: Assistant) -> None:
    one, two = assistant.start()["conversation"], assistant.start()["conversation"]
    assistant.send(one, "Contract review with 5,000 labelled contracts")
    turn = assistant.send(two, "Ticket routing")
    assert turn["facts"].keys() == {"use_case"}


def test_closing_and_coming_back_continues_where_it_was(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as first:
        conversation = first.start()["conversation"]
        before = first.send(conversation, "Ticket routing, 3,000 labelled tickets")
    with Assistant(Settings(data_dir=tmp_path)) as second:
        again = second.turn(conversation)
        assert (again["question"], again["facts"]) == (before["question"], before["facts"])
        assert second.send(conversation, "clean labels")["turn"] == before["turn"] + 1


def test_lost_checkpoints_are_rebuilt_from_the_conversation(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as first:
        conversation = first.start()["conversation"]
        before = first.send(conversation, "Ticket routing, 3,000 labelled tickets")
    for file in tmp_path.glob("checkpoints.sqlite*"):
        file.unlink()
    with Assistant(Settings(data_dir=tmp_path)) as second:
        after = second.send(conversation, "clean labels")
    assert after["facts"]["labelled_examples"] == before["facts"]["labelled_examples"]


def test_checkpoints_older_than_the_conversation_are_brought_up_to_date(tmp_path: Path) -> None:
    older, current = tmp_path / "older", tmp_path / "checkpoints.sqlite"
    with Assistant(Settings(data_dir=tmp_path)) as first:
        conversation = first.start()["conversation"]
        first.send(conversation, "Ticket routing, 3,000 labelled tickets")
    older.write_bytes(current.read_bytes())
    with Assistant(Settings(data_dir=tmp_path)) as second:
        before = second.send(conversation, "the rules never change")
    current.write_bytes(older.read_bytes())
    with Assistant(Settings(data_dir=tmp_path)) as third:
        after = third.send(conversation, "clean labels")
    assert before["facts"].items() <= after["facts"].items()


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from assistant import Assistant, Busy, Settings\n"
        "try:\n    Assistant(Settings(data_dir=pathlib.Path(sys.argv[1])))\n"
        "except Busy as busy:\n    print(busy.message)\n"
    )
    with Assistant(Settings(data_dir=tmp_path)):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            cwd=Path(__file__).parent.parent,
        )
    assert "in use by another running prompt-or-tune" in done.stdout


def test_the_same_folder_can_be_opened_again_after_closing(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)), pytest.raises(Busy):
        Assistant(Settings(data_dir=tmp_path))
    with Assistant(Settings(data_dir=tmp_path)) as again:
        assert again.start()["turn"] == 0


def test_a_data_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="PROMPT_OR_TUNE_DATA_DIR"):
        Assistant(Settings(data_dir=tmp_path / "file" / "data"))


def test_foreign_checkpoints_are_refused_and_left_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "checkpoints.sqlite").write_bytes(b"somebody else's file, not a database" * 50)
    with pytest.raises(StorageError, match="damaged or not a database"):
        Assistant(Settings(data_dir=tmp_path))


def test_the_article_is_given_whole_with_its_passages(assistant: Assistant) -> None:
    document = assistant.document("article")
    for passage in document["passages"]:
        assert document["text"][passage["start"] : passage["end"]].strip()


def test_an_unknown_document_is_named(assistant: Assistant) -> None:
    with pytest.raises(BadInput, match="article"):
        assistant.document("brochure")


def test_deleting_a_conversation_leaves_nothing_to_resume(
    assistant: Assistant, conversation: str
) -> None:
    assistant.send(conversation, "Ticket routing")
    assistant.delete(conversation)
    with pytest.raises(UnknownConversation):
        assistant.turn(conversation)


def test_a_defect_while_reading_keeps_the_message_and_the_conversation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as assistant:
        conversation = assistant.start()["conversation"]
        assistant.send(conversation, "Ticket routing")
        with monkeypatch.context() as broken:
            broken.setattr("knowledge.reading.Reader.read", lambda *_: 1 / 0)
            turn = assistant.send(conversation, "3,000 labelled tickets")
        assert "failed on my side" in texts(turn)
        after = assistant.send(conversation, "3,000 labelled tickets")
    assert after["facts"]["labelled_examples"]["value"] == 3_000


def test_deleted_words_are_gone_from_every_file(tmp_path: Path) -> None:
    with Assistant(Settings(data_dir=tmp_path)) as assistant:
        conversation = assistant.start()["conversation"]
        assistant.send(conversation, "Sorting the xylophone catalogue")
        kept = assistant.start()["conversation"]
        assistant.send(kept, "Sorting incoming letters")
        assistant.delete(conversation)
        files = [file.read_bytes() for file in tmp_path.glob("*.sqlite*")]
    assert not any(b"xylophone" in content for content in files)
