"""The service behind every front end: open, start, send, undo, correct, ask, decide, close."""

import logging
import re
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from threading import Lock
from typing import Self, cast

from assistant.decisions import facts_from
from assistant.documents import shown
from assistant.errors import BadInput, StorageError, UnknownConversation
from assistant.fields import FieldDict, fields, worded
from assistant.parts import Parts
from assistant.replies import edited, failed, greeting, transcript, turn_of
from assistant.settings import Settings, read_settings
from assistant.store import Store, StoredTurn
from graphs.state import ConversationState, Incoming
from knowledge.shapes import (
    AnswerDict,
    DocumentDict,
    FactDict,
    JsonValue,
    RecommendationDict,
    TurnDict,
    UnderstandingDict,
)

LONE_SURROGATES = re.compile("[\ud800-\udfff]")
LOCKS = 64

log = logging.getLogger(__name__)


class Assistant:
    """One running assistant over one data folder, used from any number of threads.

    Raises :class:`assistant.errors.Busy` when another process owns the folder and
    :class:`assistant.errors.StorageError` when it cannot be used.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or read_settings()
        self._closing = ExitStack()
        with ExitStack() as opening:
            self._parts = opening.enter_context(Parts(self.settings))
            self._store = Store(self.settings.data_dir / "conversations.sqlite")
            opening.callback(self._store.close)
            self._closing = opening.pop_all()
        self._locks = [Lock() for _ in range(LOCKS)]
        self._touched: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the background work and closes every file."""
        self._closing.close()

    def start(self) -> TurnDict:
        """A new conversation under an unguessable id, with the greeting as its turn 0."""
        conversation = secrets.token_urlsafe(16)
        first = greeting(conversation, self._parts.services)
        self._store.create(conversation, first)
        return first

    def send(self, conversation: str, text: str, message_id: str | None = None) -> TurnDict:
        """Takes one message and returns its Turn once the answer in it is on disk.

        A repeated ``message_id`` returns the stored Turn and changes nothing.

        Raises:
            BadInput: the message is longer than the limit; nothing was taken.
            UnknownConversation: no conversation has this id.
            StorageError: the Turn could not be stored; send it again under the same id.
        """
        limit = self.settings.max_message_chars
        if len(text) > limit:
            raise BadInput(
                f"The message has {len(text):,} characters; at most {limit:,} fit. Send the part "
                "about your use case. Nothing was changed."
            )
        return self._take(conversation, message_id, {"kind": "text", "text": text})

    def undo(self, conversation: str, message_id: str | None = None) -> TurnDict:
        """Takes the last answer back."""
        return self._take(conversation, message_id, {"kind": "undo", "text": "Undo"})

    def correct(
        self,
        conversation: str,
        changes: Mapping[str, JsonValue],
        message_id: str | None = None,
    ) -> TurnDict:
        """Changes answers in the ledger; ``None`` withdraws one.

        Raises:
            BadInput: a fact or value is not allowed; nothing was changed.
        """
        rulebook = self._parts.services.rulebook
        changes = {n: cleaned(v) if isinstance(v, str) else v for n, v in changes.items()}
        said = edited(rulebook, facts_from(rulebook, changes), changes)
        return self._take(
            conversation, message_id, {"kind": "edit", "text": said, "changes": dict(changes)}
        )

    def turn(self, conversation: str) -> TurnDict:
        """The present Turn with the whole transcript as its messages."""
        with self._lock(conversation):
            self._touch(conversation)
            turns = self._store.turns(conversation)
        last = next(turn.reply for turn in reversed(turns) if turn.reply)
        return {**last, "messages": transcript(turns)}

    def delete(self, conversation: str) -> None:
        """Removes a conversation and everything said in it.

        Raises:
            UnknownConversation: no conversation has this id.
        """
        with self._lock(conversation):
            if self._store.last(conversation) is None:
                raise UnknownConversation(conversation)
            # In this order: a conversation without its thread is rebuilt, a thread alone is not.
            self._parts.threads.forget(conversation)
            self._store.delete(conversation)
            self._touched.discard(conversation)

    def ask(self, question: str) -> AnswerDict:
        """The article's own words on a question, or that it has none."""
        return self._parts.services.answer(question, {})

    def understand(self, text: str, topic: str | None = None) -> UnderstandingDict:
        """What a message says, read against a topic; nothing is stored."""
        return self._parts.services.read(text, topic, ())

    def decide(self, facts: Mapping[str, JsonValue]) -> RecommendationDict:
        """The recommendation for facts given as JSON.

        Raises:
            BadInput: a fact or value is not allowed.
        """
        services = self._parts.services
        return services.engine.recommend(facts_from(services.rulebook, facts))

    def document(self, document: str) -> DocumentDict:
        """A stored text whole, with the spans of its passages.

        Raises:
            BadInput: there is no such document.
            StorageError: the library cannot be read.
        """
        article = self._parts.services.rulebook.article
        if document != article.id:
            return shown(self._parts.library, document)
        return {
            "id": article.id,
            "title": article.title,
            "text": article.text,
            "passages": [
                {"id": p.id, "section": p.section, "start": p.start, "end": p.end}
                for p in article.passages.values()
            ],
        }

    def fields(self) -> dict[str, FieldDict]:
        """Every fact as people see it, in the rulebook's order."""
        return fields(self._parts.services.rulebook)

    def worded(self, facts: Mapping[str, FactDict]) -> dict[str, str]:
        """The values of facts in words, in the rulebook's order."""
        return worded(self._parts.services.rulebook, facts)

    def ready(self) -> dict[str, bool]:
        """Which of the parts made in the background are there."""
        return self._parts.state()

    def _take(self, conversation: str, message_id: str | None, said: Incoming) -> TurnDict:
        message_id = cleaned(message_id or "")
        with self._lock(conversation):
            last = self._touch(conversation)
            if message_id and (known := self._store.answered(conversation, message_id)):
                return cast(TurnDict, known.reply)
            said["text"] = cleaned(said.get("text", ""))
            message: Incoming = {
                **said,
                "id": message_id or secrets.token_urlsafe(12),
                "turn": last.turn + 1,
            }
            self._store.receive(conversation, message["turn"], message)
            return self._answer(conversation, message)

    def _answer(self, conversation: str, message: Incoming) -> TurnDict:
        state = self._attempt(conversation, message)
        turn = turn_of(conversation, message, state, self._parts.services)
        self._store.reply(conversation, message["turn"], turn)
        return turn

    def _attempt(self, conversation: str, message: Incoming) -> ConversationState:
        """One run; one that fails leaves an apology, so that the conversation goes on."""
        try:
            return self._parts.threads.run(conversation, message)
        except StorageError:
            raise
        except Exception as error:  # a defect must not lock a conversation out
            log.exception("turn %s of a conversation failed", message["turn"])
            return self._apology(conversation, message, error)

    def _apology(self, conversation: str, message: Incoming, error: Exception) -> ConversationState:
        """The state as it was, with a reply that says what went wrong and what to do."""
        values = self._parts.threads.state(conversation)
        self._parts.threads.settle(conversation, message["id"])
        return {**values, "replies": [failed(error)], "noted": []}

    def _touch(self, conversation: str) -> StoredTurn:
        """The newest turn; on first touch, what a stop left unfinished is finished."""
        last = self._store.last(conversation) if conversation.isascii() else None
        if last is None:
            raise UnknownConversation(conversation)
        if conversation not in self._touched or last.reply is None:
            self._recover(conversation)
            self._touched.add(conversation)
        return last

    def _recover(self, conversation: str) -> None:
        """Runs again, in order and under their own ids, the messages the checkpoint lacks."""
        turns = self._store.turns(conversation)[1:]
        held = self._parts.threads.state(conversation).get("message_id")
        ids = [turn.message["id"] for turn in turns]
        if held is not None and held not in ids:
            self._parts.threads.forget(conversation)
        for turn in turns[ids.index(held) + 1 if held in ids else 0 :]:
            if turn.reply is None:
                self._answer(conversation, turn.message)
            else:
                self._attempt(conversation, turn.message)
        if turns and turns[-1].reply is None and held == ids[-1]:
            self._answer(conversation, turns[-1].message)

    def _lock(self, conversation: str) -> Lock:
        return self._locks[hash(conversation) % LOCKS]


def cleaned(text: str) -> str:
    """A text without half surrogate pairs, which no file can hold."""
    return LONE_SURROGATES.sub("\ufffd", text)
