"""The two thresholds that a setting may replace."""

from typing import Final

from knowledge.strict import RulebookError, Table

LONG_PROMPT: Final = "long_prompt_tokens"
HIGH_VOLUME: Final = "high_volume"


def load_thresholds(
    file: Table, long_prompt_tokens: int | None, high_volume: int | None
) -> dict[str, int]:
    """The thresholds of ``facts.toml``, each replaced by the setting that is given.

    Raises:
        RulebookError: a threshold, in the file or a setting, is no whole number from 1.
    """
    table = file.table("thresholds")
    table.expect((LONG_PROMPT, HIGH_VOLUME))
    settings = {LONG_PROMPT: long_prompt_tokens, HIGH_VOLUME: high_volume}
    return {name: _threshold(table, name, setting) for name, setting in settings.items()}


def _threshold(table: Table, name: str, setting: int | None) -> int:
    value = table.raw(name) if setting is None else setting
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        place = ("settings", name) if setting is not None else (table.file, table.key(name))
        raise RulebookError(*place, f"came {value!r}", "give a whole number, 1 or more")
    return value
