"""The rules of an installation: its thresholds in them, and a clear word when they are damaged."""

from pathlib import Path

import pytest

from assistant import AssistantError, Settings
from assistant.rules import rulebook_of


def test_the_thresholds_of_the_settings_stand_in_the_rules() -> None:
    cells = rulebook_of(Settings(long_prompt_tokens=2_500)).facts["prompt_tokens"].cells
    assert [cell.low for cell in cells if cell.name == "long"] == [2_500]


def test_a_missing_file_of_rules_is_an_error_that_may_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.loading.DATA", tmp_path)
    with pytest.raises(AssistantError, match=r"\.toml|article\.md"):
        rulebook_of(Settings())
