"""How the copy, which is no JSON, is described."""

from typing import Any, Literal

from fastapi.responses import PlainTextResponse

from kernel.http import NotEntitled, NotFound
from kernel.http.description import REFUSES
from services.plan.domain.errors import VersionNotAgreed

Language = Literal["de", "de-simple", "en"]

_TEXT = """Kooperationsplan
================

Fassung: 1

Mein berufliches Ziel
---------------------
* Ich möchte wieder als Köchin arbeiten.
"""
_DIGEST = "sha256:4be2b7bb0f6f8d0b0d2a53b1a0a0a3f0bb7e1b26a2a9f2cbf86d6c9a45a1c3de"
_ETAG = {
    "description": "The SHA-256 of the document, for `document` when the copy is handed out",
    "schema": {"type": "string"},
    "example": f'"{_DIGEST}"',
}

COPY: dict[str, Any] = {
    "response_class": PlainTextResponse,
    "responses": {
        200: {
            "description": "The copy",
            "headers": {"ETag": _ETAG},
            "content": {
                "text/plain": {"schema": {"type": "string"}, "example": _TEXT},
                "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"},
            },
        }
    },
    "openapi_extra": {
        REFUSES: [refusal.kind() for refusal in (NotFound, NotEntitled, VersionNotAgreed)],
        "parameters": [{"$ref": "#/components/parameters/Purpose"}],
    },
}
