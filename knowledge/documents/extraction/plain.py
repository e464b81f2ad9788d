"""Plain text: paragraphs are what stands between blank lines."""

from knowledge.documents.extraction.text import Reading, decoded, paragraphs


def read(content: bytes) -> Reading:
    """The text as it is.

    Raises:
        Unreadable: it is not text in UTF-8, or UTF-16 and UTF-32 with their marks.
    """
    text = decoded(content)
    return Reading("", text, tuple(paragraphs(text)))
