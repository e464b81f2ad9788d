"""How a turn looks in a terminal: plain text, wrapped, with citations listed underneath."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from assistant import (
    AnswerDict,
    CitationDict,
    FactDict,
    FieldDict,
    MessageDict,
    QuestionDict,
    ReasonDict,
    RecommendationDict,
)
from ui.markup import place_of

WIDEST = 88
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Console:
    """Turns parts of a Turn into text for a terminal ``width`` columns wide."""

    width: int = 80
    colour: bool = False

    @classmethod
    def for_output(cls) -> Self:
        """One that fits the terminal behind standard output; plain when there is none."""
        shown = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        colour = shown and not os.environ.get("NO_COLOR")
        return cls(min(shutil.get_terminal_size((80, 24)).columns, WIDEST), colour)

    def answer(self, answer: AnswerDict) -> str:
        """An answer with its sources, or with the nearest passages when the text has none."""
        sources = answer["citations"] if answer["answered"] else answer["nearest"]
        return self._with_sources(self._fill(answer["text"]), sources)

    def message(self, message: MessageDict, *, strong: bool = False) -> str:
        """One bubble: its text and, below it, each source word for word."""
        if message["role"] == "user":
            return self._fill(message["text"], first="> ", rest="  ")
        text = self._fill(message["text"])
        return self._with_sources(self._bold(text) if strong else text, message["citations"])

    def choices(self, question: QuestionDict) -> str:
        """The choices by letter (numbers are answers), and what else may be said."""
        rows = [
            self._fill(option["label"], first=f"  {letter}) ", rest="     ")
            for letter, option in zip(_LETTERS, question["options"], strict=False)
        ]
        own = "or in your own words" if rows else "in your own words"
        also = f'{own}; "not sure", "skip", "why", "undo"'
        return "\n".join([*rows, self._dim(self._fill(also, first="  ", rest="  "))])

    def verdict(self, found: RecommendationDict) -> str:
        """The whole recommendation, every statement with the user's words and the source."""
        state = "firm" if found["firm"] else "provisional"
        parts = [self._bold(self._fill(f"{found['headline']} ({state})"))]
        parts += self._reasons("What rules out fine-tuning", found["blockers"])
        rest = [reason for reason in found["reasons"] if reason not in found["blockers"]]
        parts += self._reasons("Why", rest)
        parts += self._group(
            "What pulls the other way",
            ((each["statement"], each["citations"]) for each in found["tensions"]),
        )
        parts += self._group("Outside the article", ((text, []) for text in found["outside"]))
        parts += self._group(
            "What would change it",
            ((each["statement"], each["citations"]) for each in found["would_change"]),
        )
        parts += self._group(
            "Next steps", ((each["text"], each["citations"]) for each in found["next_steps"])
        )
        parts += self._group("What it costs, in the article's figures", _costs(found))
        return "\n\n".join(parts)

    def facts(
        self,
        facts: Mapping[str, FactDict],
        fields: Mapping[str, FieldDict],
        worded: Mapping[str, str],
    ) -> str:
        """The ledger: a line for each fact of ``worded``, with the words it was read from."""
        if not worded:
            return self._dim("Nothing noted yet.")
        return "\n".join(
            self._fact(fields[name], words, facts[name]["evidence"])
            for name, words in worded.items()
        )

    def note(self, text: str) -> str:
        """Something said about the conversation rather than in it."""
        return self._dim(self._fill(text))

    def _fact(self, field: FieldDict, words: str, evidence: str | None) -> str:
        own = evidence and field["kind"] != "text"
        said = f" (from “{evidence}”)" if own else ""
        return self._fill(f"{field['label']}: {words}{said}", first="  ", rest="    ")

    def _reasons(self, title: str, reasons: Iterable[ReasonDict]) -> list[str]:
        return self._group(title, ((_spoken(reason), reason["citations"]) for reason in reasons))

    def _group(self, title: str, items: Iterable[tuple[str, list[CitationDict]]]) -> list[str]:
        rows = [
            self._with_sources(self._fill(text, first="- ", rest="  "), citations, "  ")
            for text, citations in items
        ]
        return ["\n".join([self._bold(title), *rows])] if rows else []

    def _with_sources(self, text: str, citations: list[CitationDict], indent: str = "") -> str:
        rows = [
            self._dim(
                self._fill(
                    f"“{each['quote']}” ({place_of(each)})",
                    first=f"{indent}    [{each['n']}] ",
                    rest=f"{indent}        ",
                )
            )
            for each in citations
        ]
        return "\n".join([text, *rows])

    def _fill(self, text: str, first: str = "", rest: str = "") -> str:
        """``text`` wrapped line by line, harmless to a terminal whatever it contains."""
        clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
        wrapped = "\n".join(
            textwrap.fill(
                line,
                self.width,
                initial_indent=first if number == 0 else rest,
                subsequent_indent=rest + ("  " if line.startswith("- ") else ""),
                break_on_hyphens=False,
            )
            for number, line in enumerate(clean.split("\n"))
        )
        return _STRONG.sub(lambda found: self._bold(found[1]), wrapped)

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[22m" if self.colour else text

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[22m" if self.colour else text


def picked(question: QuestionDict | None, typed: str) -> str:
    """The choice a letter stands for, as its label; anything else as it was typed."""
    letter = typed.strip().casefold().rstrip(".)")
    if question is None or len(letter) != 1 or letter not in _LETTERS:
        return typed
    place = _LETTERS.index(letter)
    options = question["options"]
    return options[place]["label"] if place < len(options) else typed


def _spoken(reason: ReasonDict) -> str:
    said = reason["user_evidence"]
    return f"{reason['statement']} You said: “{said}”." if said else reason["statement"]


def _costs(found: RecommendationDict) -> Iterable[tuple[str, list[CitationDict]]]:
    for side in (found["costs"]["prompt_engineering"], found["costs"]["fine_tuning"]):
        ranges = [side["upfront"], side["timeline"]]
        if "retraining" in side:
            ranges.append(side["retraining"])
        for each in ranges:
            yield each["statement"], each["citations"]
