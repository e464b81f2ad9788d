"""Reading free text into facts without a language model."""

from knowledge.reading.heads import HeadsError
from knowledge.reading.meaning import Encode
from knowledge.reading.reader import Reader

__all__ = ["Encode", "HeadsError", "Reader"]
