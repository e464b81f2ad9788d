"""A Turn as the messages of the chat: the visitor's words literal, ours with citation chips."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from assistant import MessageDict, OptionDict, TurnDict
from ui.markup import Html, el, lines, prose, text

LONG = 1_200  # characters from which the visitor's own bubble scrolls inside itself


class Bubble(TypedDict):
    """One message in the form the chat component takes."""

    role: str
    content: Html
    options: NotRequired[list[OptionDict]]


def bubbles(turn: TurnDict) -> list[Bubble]:
    """The transcript in ``turn``; the open question's choices are buttons under the last one."""
    shown = [bubble(message) for message in turn["messages"]]
    question = turn["question"]
    if shown and question and question["options"] and shown[-1]["role"] == "assistant":
        # What a button shows is also what it says: the transcript reads like a conversation.
        shown[-1]["options"] = [
            {"value": option["label"], "label": option["label"]} for option in question["options"]
        ]
    return shown


def bubble(message: MessageDict) -> Bubble:
    """One message."""
    if message["role"] == "user":
        return {"role": "user", "content": own(message["text"])}
    return {"role": "assistant", "content": prose(message["text"], message["citations"])}


def own(words: str) -> Html:
    """The visitor's words exactly as typed."""
    if not words.strip():
        return el("p", text("(nothing)"), class_="own")
    if len(words) > LONG:
        return el("div", lines(words), class_="own long", dir="auto", tabindex="0", role="group")
    return el("div", lines(words), class_="own", dir="auto")


def working(shown: Sequence[Bubble], words: str) -> list[Bubble]:
    """The transcript with a message that is still being read."""
    dots = el("span", *[el("i", Html(""))] * 3, class_="dots")
    reading = el("p", el("span", text("Reading your answer"), class_="unseen"), dots)
    without = [Bubble(role=each["role"], content=each["content"]) for each in shown]
    return [
        *without,
        {"role": "user", "content": own(words)},
        {"role": "assistant", "content": el("div", reading, class_="said")},
    ]
