"""Reading free text into facts without a language model."""

from knowledge.reading.reader import Reader
from knowledge.reading.similar import Encode

__all__ = ["Encode", "Reader"]
