"""The interview in a terminal: ``chat`` for people, ``chat --jsonl`` for programs."""

import sys
from argparse import Namespace
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant import BadInput, JsonValue, TurnDict
from ui.console import Console, picked
from ui.lines import parse_line, text_of, write_line

if TYPE_CHECKING:
    from assistant.service import Assistant

WELCOME = (
    'Type "facts" to see what was noted, "report" for the whole recommendation with its sources, '
    '"quit" to stop. Everything is kept.'
)


def chat(args: Namespace) -> int:
    """Runs the interview until the input ends; the conversation is kept."""
    from assistant.service import Assistant
    from assistant.settings import read_settings

    with Assistant(read_settings()) as assistant:
        first = assistant.turn(args.resume) if args.resume else assistant.start()
        try:
            if args.jsonl:
                _answer_lines(assistant, first)
            else:
                Terminal(assistant, first, Console.for_output()).run()
        finally:
            resume = f"prompt-or-tune chat --resume {first['conversation']}"
            print(f"The conversation is kept; continue it with: {resume}", file=sys.stderr)
    return 0


class Terminal:
    """One person at a keyboard, or a pipe that plays one."""

    def __init__(self, assistant: "Assistant", first: TurnDict, console: Console) -> None:
        self._assistant = assistant
        self._console = console
        self._turn = first
        self._typing = sys.stdin.isatty()
        if self._typing:
            _edit_lines()

    def run(self) -> None:
        """Shows, asks and answers until the input ends or the person quits."""
        self._say(self._console.note(WELCOME))
        self._show(self._turn, whole=True)
        while (typed := self._next()) is not None:
            match typed.strip().casefold():
                case "":
                    continue
                case "quit" | "exit":
                    return
                case "facts":
                    self._facts()
                case "report":
                    self._report()
                case _:
                    self._send(typed)

    def _send(self, typed: str) -> None:
        conversation = self._turn["conversation"]
        try:
            self._turn = self._assistant.send(conversation, picked(self._turn["question"], typed))
        except BadInput as error:
            self._say(self._console.note(str(error)))
        else:
            self._show(self._turn, whole=not self._typing)

    def _show(self, turn: TurnDict, *, whole: bool) -> None:
        """The new messages (a person's own only when ``whole``) and the choices."""
        question = turn["question"]
        for message in turn["messages"]:
            if whole or message["role"] == "assistant":
                asked = question is not None and message["text"] == question["text"]
                self._say(self._console.message(message, strong=asked))
        if question:
            self._say(self._console.choices(question))

    def _facts(self) -> None:
        facts = self._turn["facts"]
        worded = self._assistant.worded(facts)
        self._say(self._console.facts(facts, self._assistant.fields(), worded))

    def _report(self) -> None:
        found = self._turn["recommendation"]
        empty = self._console.note("There is no recommendation yet; answer a question first.")
        self._say(self._console.verdict(found) if found else empty)

    def _say(self, text: str) -> None:
        print(text, end="\n\n", flush=True)

    def _next(self) -> str | None:
        if not self._typing:
            line = sys.stdin.readline()
            return line.rstrip("\n") if line else None
        try:
            return input("> ")
        except (EOFError, KeyboardInterrupt):
            return None
        finally:
            print()


def _answer_lines(assistant: "Assistant", turn: TurnDict) -> None:
    """One Turn a line: the present one first, then one for every message."""
    write_line(turn)
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        for line in parse_line(number, raw):
            try:
                text, message_id = _message_of(line.value)
                write_line(assistant.send(turn["conversation"], text, message_id))
            except BadInput as error:
                raise BadInput(*map(line.fault, error.faults)) from error


def _message_of(value: JsonValue) -> tuple[str, str | None]:
    if not isinstance(value, dict):
        return text_of("a message", value), None
    given = value.get("id")
    return text_of("text", value.get("text")), None if given is None else text_of("id", given)


def _edit_lines() -> None:
    """Arrow keys, history and pastes of several lines, where the platform has them."""
    with suppress(ImportError):
        import readline

        readline.parse_and_bind("set enable-bracketed-paste on")
