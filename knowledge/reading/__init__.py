"""Reading free text into facts without a language model."""

from knowledge.reading.reader import Encode, Reader

__all__ = ["Encode", "Reader"]
