"""Errors that are safe to show: what came, what was expected, how to mend it."""


class AssistantError(Exception):
    """The base: its text is meant for people and holds no secret."""

    @property
    def message(self) -> str:
        """The text to show."""
        return str(self)


class UnknownConversation(AssistantError):
    """No conversation has this id."""

    def __init__(self, conversation: str) -> None:
        super().__init__(
            f"There is no conversation {conversation[:80]!r} here. It may have been deleted, or "
            "it belongs to another data folder; start a new one."
        )


class BadInput(AssistantError):
    """What was sent cannot be used as it is; ``faults`` has one line for each mistake."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class StorageError(AssistantError):
    """The data folder cannot be read or written; nothing acknowledged is lost."""


class Busy(AssistantError):
    """The data folder belongs to another running process."""
