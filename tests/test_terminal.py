"""The interview in a terminal: what a person sees, and what a program exchanges with it."""

import json
from collections.abc import Iterator, Mapping

import pytest
from conftest import Command

from assistant import FactDict, FieldDict, MessageDict, QuestionDict, TurnDict
from ui.console import Console, picked
from ui.terminal import Terminal

QUESTION: QuestionDict = {
    "topic": "data",
    "form": "question",
    "facts": ["labelled_examples"],
    "text": "How many labelled examples do you have?",
    "why": "The article asks for 1,000.",
    "options": [
        {"value": "none", "label": "None yet"},
        {"value": "enough", "label": "1,000 or more"},
    ],
    "optional": False,
}


def turns(text: str) -> list[TurnDict]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def console() -> Iterator[Console]:
    yield Console(width=60)


def test_choices_have_letters_so_that_a_number_is_an_answer(console: Console) -> None:
    shown = console.choices(QUESTION)
    assert "a) None yet" in shown
    assert "b) 1,000 or more" in shown


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("b", "1,000 or more"), (" B) ", "1,000 or more"), ("1", "1"), ("z", "z"), ("no", "no")],
)
def test_a_letter_picks_its_choice_and_anything_else_is_sent_as_typed(
    typed: str, sent: str
) -> None:
    assert picked(QUESTION, typed) == sent


def test_a_letter_without_an_open_question_is_sent_as_typed() -> None:
    assert picked(None, "a") == "a"


def test_sources_stand_word_for_word_under_a_message(console: Console) -> None:
    citation = {"n": 1, "passage": "p", "document": "d", "section": "Costs", "start": 0, "end": 4}
    shown = console.message(
        {"role": "assistant", "text": "It costs. [1]", "citations": [{**citation, "quote": "$30k"}]}  # type: ignore[typeddict-item]
    )
    assert "[1] “$30k” (Costs)" in shown


def test_long_lines_are_wrapped_to_the_terminal(console: Console) -> None:
    shown = console.message({"role": "assistant", "text": "many words " * 40, "citations": []})
    assert max(map(len, shown.splitlines())) <= 60


def test_control_characters_cannot_reach_the_terminal(console: Console) -> None:
    shown = console.message(
        {"role": "user", "text": "\x1b[31mred\x07 \u202edlrow", "citations": []}
    )
    assert not set(shown) & set("\x1b\x07\u202e")


def test_the_ledger_is_told_in_the_words_of_the_rules(command: Command) -> None:
    said = "We sort tickets\n3,000 labelled tickets\nour best prompt reaches 70%\nfacts\n"
    shown = command("chat", stdin=said).stdout
    assert "Labelled examples: 3,000 labelled examples (from “" in shown
    assert "Accuracy of the best prompt: 70 % (from “" in shown
    assert "Use case: We sort tickets\n" in shown


class Keyboard:
    """Types some lines, then ends the input as Ctrl-D does."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def read(self, _: str) -> str:
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)


class Quoting:
    """Stands where the assistant does and answers with what it was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def fields(self) -> dict[str, FieldDict]:
        return {}

    def worded(self, _: Mapping[str, FactDict]) -> dict[str, str]:
        return {}

    def send(self, _: str, text: str) -> TurnDict:
        self.sent.append(text)
        said: MessageDict = {"role": "user", "text": f"said {text}", "citations": []}
        reply: MessageDict = {"role": "assistant", "text": f"heard {text}", "citations": []}
        return turn([said, reply])


def turn(messages: list[MessageDict]) -> TurnDict:
    return {
        "conversation": "c",
        "turn": 1,
        "messages": messages,
        "question": QUESTION,
        "facts": {},
        "noted": [],
        "progress": {"covered": 1, "at_most_left": 4},
        "recommendation": None,
    }


def test_at_a_keyboard_letters_pick_and_the_end_of_input_stops(
    console: Console, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard, quoting = Keyboard(["b", "", "12", "facts", "report"]), Quoting()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", keyboard.read)
    Terminal(quoting, turn([]), console).run()  # type: ignore[arg-type]
    shown = capsys.readouterr().out
    assert quoting.sent == ["1,000 or more", "12"]
    assert "heard 12" in shown
    assert "said 12" not in shown
    assert "Nothing noted yet." in shown
    assert "There is no recommendation yet" in shown


def test_a_piped_interview_reads_as_a_transcript_and_can_be_resumed(command: Command) -> None:
    said = "We sort support tickets\n400 labelled tickets, clean\nfacts\nreport\nquit\nnever sent\n"
    done = command("chat", stdin=said)
    assert done.returncode == 0
    assert "> 400 labelled tickets, clean" in done.stdout
    assert "never sent" not in done.stdout
    assert "Labelled examples: 400" in done.stdout
    assert "What rules out fine-tuning" in done.stdout
    conversation = done.stderr.rsplit("--resume ", 1)[1].strip()
    again = command("chat", "--resume", conversation)
    assert "> 400 labelled tickets, clean" in again.stdout


def test_jsonl_gives_a_turn_before_any_input_and_one_for_each_message(command: Command) -> None:
    said = json.dumps("We sort tickets") + "\n" + json.dumps({"text": "400 labelled", "id": "m2"})
    done = command("chat", "--jsonl", stdin=said + "\n" + json.dumps({"text": "x", "id": "m2"}))
    first, second, third, repeated = turns(done.stdout)
    assert (done.returncode, first["turn"], second["turn"]) == (0, 0, 1)
    assert first["question"] and first["question"]["topic"] == "use_case"
    assert third["facts"]["labelled_examples"]["value"] == 400
    assert repeated == third


def test_a_bad_line_ends_jsonl_with_a_fault_and_keeps_the_conversation(command: Command) -> None:
    done = command("chat", "--jsonl", stdin='"We sort tickets"\n{"text": 5}\n"never read"\n')
    assert (done.returncode, len(turns(done.stdout))) == (2, 2)
    assert "line 2: text: expected a text, got the number 5" in done.stderr
    conversation = turns(done.stdout)[0]["conversation"]
    resumed = command("chat", "--jsonl", "--resume", conversation)
    assert turns(resumed.stdout)[0]["turn"] == 1


def test_an_unknown_conversation_is_said(command: Command) -> None:
    done = command("chat", "--resume", "nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no conversation 'nobody'" in done.stderr
