"""The rules as this installation reads them: with the thresholds of its settings."""

from assistant.errors import AssistantError
from assistant.settings import Settings
from knowledge.loading import load_rulebook
from knowledge.rulebook import Rulebook
from knowledge.strict import RulebookError


def rulebook_of(settings: Settings) -> Rulebook:
    """The bundled rulebook, its two thresholds (tokens, calls a month) replaced by the settings'.

    Raises:
        AssistantError: a data file is missing or malformed; names file, key and remedy.
    """
    try:
        return load_rulebook(
            long_prompt_tokens=settings.long_prompt_tokens, high_volume=settings.high_volume
        )
    except RulebookError as error:
        raise AssistantError(str(error)) from error
