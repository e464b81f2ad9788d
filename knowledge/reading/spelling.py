"""Slips of the keyboard in words that matter: "thousnad", "quartely", "lateny"."""

from dataclasses import replace

from knowledge import spelling
from knowledge.reading.tokens import Message


class Speller(spelling.Speller):
    """Mends whole messages; what counts as a slip is :class:`knowledge.spelling.Speller`'s."""

    def mend(self, message: Message) -> Message:
        """The message with its slips mended; what is where does not change."""
        tokens = tuple(
            replace(token, word=meant)
            if token.kind == "word" and (meant := self.correct(token.word)) != token.word
            else token
            for token in message.tokens
        )
        return replace(message, tokens=tokens)
