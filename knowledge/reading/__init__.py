"""Reading free text into facts without a language model."""

from knowledge.embedding import Encode
from knowledge.reading.heads import HeadsError
from knowledge.reading.reader import Reader

__all__ = ["Encode", "HeadsError", "Reader"]
