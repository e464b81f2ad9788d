"""Counting tokens: from our own ranks, checked, never downloaded."""

import lzma
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import tokens
from knowledge.tokens import TokensError, count_tokens


@pytest.fixture
def unloaded() -> Iterator[None]:
    tokens.encoding.cache_clear()
    yield
    tokens.encoding.cache_clear()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("hello world", 2),
        ("Fine-tuning costs money.", 6),
        ("数据", 1),
        ("<|endoftext|>", 7),
    ],
)
def test_tokens_are_counted_as_the_encoding_has_them(text: str, count: int) -> None:
    assert count_tokens(text) == count


@pytest.mark.usefixtures("unloaded")
def test_loading_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)

    tokens.encoding()

    assert os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"


@pytest.mark.usefixtures("unloaded")
@pytest.mark.parametrize("content", [lzma.compress(b"other ranks"), b"no xz at all"])
def test_damaged_ranks_are_refused_with_a_remedy_and_left_alone(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks = tmp_path / "ranks.xz"
    ranks.write_bytes(content)
    monkeypatch.setattr(tokens, "RANKS", ranks)

    with pytest.raises(TokensError, match="installing the product again"):
        tokens.encoding()

    assert ranks.read_bytes() == content
