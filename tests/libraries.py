"""Small libraries for tests: documents of given passages, with vectors made from their words."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.documents.document import ExtractedDocument, PassageSpan
from knowledge.documents.library import Library
from knowledge.embedding import Vectors

MODEL = "made of hashes"


def encode(texts: Sequence[str]) -> Vectors:
    """The same text has the same vector; any two texts are far apart."""
    rows = [np.random.default_rng(_number(text)).standard_normal(384) for text in texts]
    vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 384)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def put(library: Library, name: str, passages: Sequence[str]) -> str:
    """Adds, or replaces, the document ``name`` with ``passages``; its id."""
    text, spans = "", []
    for passage in passages:
        spans.append(PassageSpan("Section", len(text), len(text) + len(passage)))
        text += f"{passage}\n\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    read = ExtractedDocument(Path(f"{name}.txt"), "text", digest, name.title(), text, ())
    return library.add(read, spans, encode).id


def vector_of(passage: str) -> Vectors:
    """The vector under which :func:`put` stores a passage."""
    found: Vectors = encode([f"Section {passage}"])[0]
    return found


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
