"""How many tokens a text has, by OpenAI's ``o200k_base``; the one owner of tiktoken.

The ranks are a file of ours, checked against their SHA-256. tiktoken deletes and downloads a file
whose hash is wrong, so it is shown a verified copy in a folder of its own, never our file.
"""

import hashlib
import lzma
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "o200k_base"
RANKS = Path(__file__).parent / "data" / "o200k_base.tiktoken.xz"
RANKS_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
# The name tiktoken looks for: the SHA-1 of the address it would download from.
CACHED_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790"
CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"


class TokensError(RuntimeError):
    """The ranks cannot be used; the message says what came, what was expected, how to mend it."""


def count_tokens(text: str) -> int:
    """The number of tokens of ``text``; words that look like control tokens are plain words.

    Raises:
        TokensError: the ranks file is missing or damaged.
    """
    return len(encoding().encode_ordinary(text))


@cache
def encoding() -> "Encoding":
    """The encoding, loaded once (0.4 s).

    Raises:
        TokensError: the ranks file is missing or damaged.
    """
    import tiktoken

    ranks = _verified(RANKS)
    with tempfile.TemporaryDirectory(prefix="prompt-or-tune-") as folder:
        (Path(folder) / CACHED_NAME).write_bytes(ranks)
        before = os.environ.get(CACHE_VARIABLE)
        os.environ[CACHE_VARIABLE] = folder
        try:
            return tiktoken.get_encoding(ENCODING)
        finally:
            if before is None:
                del os.environ[CACHE_VARIABLE]
            else:
                os.environ[CACHE_VARIABLE] = before


def _verified(path: Path) -> bytes:
    remedy = f"Mend it by restoring knowledge/data/{path.name} or installing the product again."
    try:
        content = lzma.decompress(path.read_bytes())
    except (OSError, lzma.LZMAError) as fault:
        raise TokensError(f"cannot read {path} ({fault}). {remedy}") from fault
    found = hashlib.sha256(content).hexdigest()
    if found != RANKS_SHA256:
        raise TokensError(f"{path} holds SHA-256 {found}; expected {RANKS_SHA256}. {remedy}")
    return content
