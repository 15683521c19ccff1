"""What does not fit, and where: never what was sent, because it may be personal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import from_json

MOST = 20
"""Errors that one answer names."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}\Z")
_OWN_WORDS = {
    "union_tag_invalid": "The type is not one of: {expected_tags}",
    "union_tag_not_found": "The field {discriminator} is required",
    "uuid_parsing": "Not a UUID",
    "extra_forbidden": "This field is not known",
}
"""For errors whose usual words repeat a part of what was sent."""

Errors = list[dict[str, str]]


def body_errors(errors: Sequence[Mapping[str, Any]], raw: bytes) -> Errors:
    """One entry per error: JSON pointer (RFC 6901, as a fragment), kind, detail."""
    sent = from_json(raw)
    return [
        {"pointer": _pointer(error["loc"], sent), "kind": error["type"], "detail": _words(error)}
        for error in errors[:MOST]
    ]


def parameter_errors(errors: Sequence[Mapping[str, Any]]) -> Errors:
    return [
        {"parameter": _shown(error["loc"][-1]), "kind": error["type"], "detail": _words(error)}
        for error in errors[:MOST]
    ]


def _words(error: Mapping[str, Any]) -> str:
    template = _OWN_WORDS.get(error["type"])
    if template is None:
        return str(error["msg"]).removeprefix("Value error, ")
    return template.format_map(error.get("ctx") or {})


def _pointer(location: Sequence[str | int], sent: Any) -> str:
    """pydantic's locations also hold the names of union members, which no pointer knows."""
    steps = ["#"]
    for index, step in enumerate(location):
        if _leads_on(sent, step):
            sent = sent[step]
        elif index < len(location) - 1:
            continue
        steps.append(_shown(step))
    return "/".join(steps)


def _leads_on(sent: Any, step: str | int) -> bool:
    if isinstance(sent, list):
        return isinstance(step, int) and step < len(sent)
    return isinstance(sent, dict) and step in sent


def _shown(step: str | int) -> str:
    """A name that is none of ours may be anything, so only what looks like a name is repeated."""
    return str(step) if isinstance(step, int) or _NAME.match(step) else "?"
