"""Vectors shipped as data, so that a first start computes none of them.

Each is keyed by the SHA-256 of its text, the file by the model's. A text that is not among them
(an edited question, an added document) is computed as usual. :mod:`knowledge.fitting` writes the
file anew.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedder, Vectors

FILE = Path(__file__).parent / "data" / "vectors.npz"
KEY_BYTES = 16


def vectors_of(texts: Sequence[str], embedder: Embedder, file: Path = FILE) -> Vectors:
    """As ``embedder.encode(texts)``, taking what the file holds from the file.

    Stored vectors are rounded to a byte a number: their cosine with computed ones is 0.9999.
    """
    stored = _stored(file, embedder.MODEL)
    keys = [_key(text) for text in texts]
    missing = [row for row, key in enumerate(keys) if key not in stored]
    vectors = np.empty((len(texts), embedder.DIMENSIONS), dtype=np.float32)
    for row, key in enumerate(keys):
        if key in stored:
            vectors[row] = stored[key]
    if missing:
        vectors[missing] = embedder.encode([texts[row] for row in missing])
    return vectors


def write_vectors(texts: Sequence[str], embedder: Embedder, file: Path = FILE) -> None:
    """Compute and store the vectors of ``texts``, replacing the file."""
    unique = sorted(set(texts), key=_key)
    keys = np.frombuffer(b"".join(_key(text) for text in unique), dtype=np.uint8)
    np.savez_compressed(
        file,
        model=np.array(embedder.MODEL),
        keys=keys.reshape(len(unique), KEY_BYTES),
        vectors=_rounded(embedder.encode(unique)),
    )


def _stored(file: Path, model: str) -> dict[bytes, NDArray[np.float32]]:
    """Empty when the file is absent, damaged or another model's: then all is computed."""
    try:
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as held:
            if str(held["model"]) != model:
                return {}
            keys = held["keys"]
            vectors = held["vectors"].astype(np.float32)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _rounded(vectors: Vectors) -> NDArray[np.int8]:
    """Each row scaled to the range of a byte; reading brings it back to length 1."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rounded: NDArray[np.int8] = np.rint(vectors * (127 / largest)).astype(np.int8)
    return rounded


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]
