"""The indexed documents as JSON: whole texts, and the place a passage has in them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from assistant import AssistantError, BadInput, DocumentDict

if TYPE_CHECKING:
    from assistant.service import Assistant

ARTICLE = "article"
# Characters shown before and after a passage.
REACH = 20_000


def sources(assistant: Callable[[], "Assistant"]) -> APIRouter:
    """The two routes; ``assistant`` waits for the service where it is still opening."""
    router = APIRouter()

    @router.get("/api/v1/documents/{document}")
    def read_document(document: str) -> Response:
        try:
            return JSONResponse(assistant().document(document))
        except AssistantError as unknown:
            return problem(404, "Unknown document", unknown.message)

    @router.get("/api/source/{passage}")
    def read_source(passage: str, document: str = ARTICLE) -> Response:
        try:
            return JSONResponse(place(assistant().document(document), passage))
        except AssistantError as unknown:
            return problem(404, "Unknown passage", unknown.message)

    return router


def place(document: DocumentDict, passage: str) -> dict[str, object]:
    """The text around one passage, with its section and span, and the spans of all passages in it.

    A text of usual length is given whole. Spans count in ``text``, which starts at ``offset`` of
    the document.

    Raises:
        BadInput: the document has no such passage.
    """
    found = next((each for each in document["passages"] if each["id"] == passage), None)
    if found is None:
        raise BadInput(f"There is no passage {passage[:80]!r} in {document['id']!r}.")
    first, last = _around(document["text"], found["start"], found["end"])
    return {
        "document": document["id"],
        "title": document["title"],
        "text": document["text"][first:last],
        "offset": first,
        "passage": passage,
        "section": found["section"],
        "start": found["start"] - first,
        "end": found["end"] - first,
        "passages": [
            {"start": p["start"] - first, "end": p["end"] - first}
            for p in document["passages"]
            if first <= p["start"] and p["end"] <= last
        ],
    }


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A part that holds a span and that a browser shows at once, of whole lines if they end."""
    first = text.rfind("\n", max(0, start - 2 * REACH), max(0, start - REACH)) + 1
    last = text.find("\n", end + REACH, end + 2 * REACH)
    return first or max(0, start - REACH), last if last >= 0 else min(len(text), end + 2 * REACH)


def problem(status: int, title: str, detail: str) -> Response:
    """An error as RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
