"""The indexed documents as JSON: whole texts, and the place a passage has in them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from assistant import AssistantError, BadInput, DocumentDict

if TYPE_CHECKING:
    from assistant.service import Assistant

ARTICLE = "article"


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
    """The whole text with one passage's section and span, and the spans of all passages.

    Raises:
        BadInput: the document has no such passage.
    """
    found = next((each for each in document["passages"] if each["id"] == passage), None)
    if found is None:
        raise BadInput(f"There is no passage {passage[:80]!r} in {document['id']!r}.")
    return {
        "document": document["id"],
        "title": document["title"],
        "text": document["text"],
        "passage": passage,
        "section": found["section"],
        "start": found["start"],
        "end": found["end"],
        "passages": [{"start": p["start"], "end": p["end"]} for p in document["passages"]],
    }


def problem(status: int, title: str, detail: str) -> Response:
    """An error as RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
