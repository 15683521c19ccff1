"""Problem details (RFC 9457): what every answer that is not a success looks like.

A problem's `type` is a URN: it names the kind of problem on every installation alike. A URL would
need one host that outlives them all, or differ from jobcenter to jobcenter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from starlette.responses import Response

Language = Literal["de", "en"]

TYPE_PREFIX = "urn:kooperationsplan:problem:"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """`allowed` says what would be possible instead; `fields` are members of its own."""

    status: int
    kind: str
    title_en: str
    title_de: str
    detail: str = ""
    allowed: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def members(self, language: Language, instance: str) -> dict[str, Any]:
        """`instance` names this one occurrence: the request's id, as in the log."""
        return {
            **{name: value for name, value in self.fields.items() if value is not None},
            "type": TYPE_PREFIX + self.kind,
            "title": self.title_de if language == "de" else self.title_en,
            "status": self.status,
            **({"detail": self.detail} if self.detail else {}),
            **({"allowed": self.allowed} if self.allowed else {}),
            "instance": instance,
        }

    def response(self, language: Language, instance: str) -> Response:
        return Response(
            orjson.dumps(self.members(language, instance), default=str),
            self.status,
            {**self.headers, "Content-Language": language, "Vary": "Accept-Language"},
            MEDIA_TYPE,
        )


def language_of(accept: str | None) -> Language:
    """German unless `Accept-Language` prefers English (RFC 9110 § 12.5.4)."""
    best: tuple[float, Language] = (0.0, "de")
    for one in (accept or "").lower().split(","):
        tag, _, weight = one.partition(";")
        named = tag.strip().partition("-")[0]
        if named in ("de", "en") and (value := _weight(weight)) > best[0]:
            best = value, "de" if named == "de" else "en"
    return best[1]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
