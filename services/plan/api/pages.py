"""Answers for people: plain text, or one HTML page that brings its style and nothing else."""

from collections.abc import Mapping

from starlette.responses import Response

from services.plan.copy import STYLE_HASH, Form

MEDIA_TYPE: Mapping[Form, str] = {"text": "text/plain", "html": "text/html"}

_POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'"


def page(text: str, form: Form, language: str, **headers: str) -> Response:
    told = {"Content-Language": language, "Content-Security-Policy": _POLICY, **headers}
    return Response(text, 200, told, MEDIA_TYPE[form])
