"""What happens at the chat page: a move of the visitor in, the whole screen out. No web here.

The browser keeps a ticket ``{"conversation", "turn"}``. It is a claim like any other input: the
id is looked up, and the turn only helps to recognise a move that was sent twice.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from urllib.parse import quote

from assistant import Assistant, AssistantError, TurnDict, UnknownConversation
from ui.edits import EditError, edited
from ui.ledger import ledger
from ui.markup import Html, el, join, text
from ui.render import Bubble, bubbles, working
from ui.standing import standing

Ticket = dict[str, str | int]
Move = Callable[[Assistant, str, str], object]

GONE = "That conversation is not kept here any more, so this is a new one."
NOTHING = Html("")
SLOW_START = 120.0  # seconds a visitor's first request may wait for the rules to load


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything the page shows. ``draft`` goes back into the composer when not None."""

    ticket: Ticket
    bubbles: list[Bubble]
    standing: Html
    ledger: Html
    asking: bool
    notice: Html = NOTHING
    draft: str | None = None


def claimed(ticket: object) -> tuple[str, int]:
    """The conversation id and turn a browser claims; empty and 0 when it is no ticket."""
    if not isinstance(ticket, dict):
        return "", 0
    conversation, turn = ticket.get("conversation"), ticket.get("turn")
    return (
        conversation if isinstance(conversation, str) else "",
        turn if isinstance(turn, int) else 0,
    )


def move_id(turn: int, *parts: str) -> str:
    """The same move made twice from the same screen gets the same id."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"page-{turn}-{digest[:24]}"


def note(words: Html, class_: str = "note") -> Html:
    """A notice above the composer."""
    return el("p", words, class_=class_)


class Desk:
    """The visitor's side of the service: turns moves into screens."""

    def __init__(self, service: Future[Assistant]) -> None:
        self._service = service

    @property
    def _assistant(self) -> Assistant:
        return self._service.result(SLOW_START)

    def open(self, ticket: object, link: str | None = None) -> Screen:
        """The conversation of the link or else of the ticket, or a new one that says why."""
        conversation = link or claimed(ticket)[0]
        if not conversation:
            return self._fresh()
        try:
            return self._screen(self._assistant.turn(conversation))
        except UnknownConversation:
            return self._fresh(note(text(GONE)))

    def begun(self, ticket: object) -> object:
        """``ticket``, or that of a new conversation when someone writes before the page has one."""
        return ticket if claimed(ticket)[0] else self._fresh().ticket

    def working(self, ticket: object, words: str) -> Screen:
        """The screen while ``words`` are being read."""
        screen = self.open(ticket)
        return replace(screen, bubbles=working(screen.bubbles, words), draft="")

    def say(self, ticket: object, words: str) -> Screen:
        """One message sent; nothing happens when it is blank."""
        if not words.strip():
            return self.open(ticket)
        return self._moved(
            ticket, ("say", words), lambda service, c, sent: service.send(c, words, sent), words
        )

    def undo(self, ticket: object) -> Screen:
        """The last answer taken back."""
        return self._moved(ticket, ("undo",), lambda service, c, sent: service.undo(c, sent))

    def correct(self, ticket: object, form: str) -> Screen:
        """One edit of the ledger, as the page's form sends it (a JSON object)."""

        def move(service: Assistant, conversation: str, sent: str) -> None:
            service.correct(conversation, edited(form, service.fields()), sent)

        return self._moved(ticket, ("correct", form), move)

    def start_over(self, ticket: object) -> Screen:
        """A new conversation; the earlier one stays where it is, behind its own link."""
        earlier = claimed(ticket)[0]
        notice = text("This is a new conversation.")
        if earlier:
            link = el("a", text("Open the earlier one"), href=f"/?c={quote(earlier, safe='')}")
            notice = join([notice, Html(" "), link])
        return self._fresh(note(notice))

    def _moved(
        self, ticket: object, parts: tuple[str, ...], move: Move, draft: str | None = None
    ) -> Screen:
        conversation, turn = claimed(ticket)
        try:
            move(self._assistant, conversation, move_id(turn, *parts))
            return self.open(ticket)
        except UnknownConversation:
            return replace(self._fresh(note(text(GONE))), draft=draft)
        except (AssistantError, EditError) as problem:
            return replace(self.open(ticket), notice=note(text(str(problem))), draft=draft)

    def _fresh(self, notice: Html = NOTHING) -> Screen:
        return replace(self._screen(self._assistant.start()), notice=notice)

    def _screen(self, turn: TurnDict) -> Screen:
        fields = self._assistant.fields()
        worded = self._assistant.worded(turn["facts"])
        return Screen(
            ticket={"conversation": turn["conversation"], "turn": turn["turn"]},
            bubbles=bubbles(turn),
            standing=standing(turn, fields, self._assistant.settings.booking_url),
            ledger=ledger(turn, fields, worded),
            asking=turn["question"] is not None,
        )
