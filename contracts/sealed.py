"""The type of a personal text: plain on its way in and out, sealed everywhere between."""

from collections.abc import Callable
from typing import Annotated, Any, NewType

from pydantic import (
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    SerializationInfo,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

MAX_TEXT = 4_000
"""Characters that one personal text may have."""

_JWE_HEAD = "eyJ"

Ciphertext = NewType("Ciphertext", str)
"""A JWE in compact form: `dir` + A256GCM, `kid` = the thumbprint of the client's key."""

Seal = Callable[[str], Ciphertext]
Open = Callable[[Ciphertext], str]


def _is_jwe(value: str) -> bool:
    return value.startswith(_JWE_HEAD) and value.count(".") == 4 and ".." in value


def _sealed(value: Any, info: ValidationInfo) -> Ciphertext:
    """Seal a text where the context brings a `seal`; elsewhere accept only what is sealed."""
    if not isinstance(value, str):
        raise ValueError("a personal text is a string")
    seal: Seal | None = info.context.get("seal") if info.context else None
    if seal is None:
        if not _is_jwe(value):
            raise ValueError("a personal text arrived unsealed")
        return Ciphertext(value)
    text = value.strip()
    if not text:
        raise ValueError("a personal text must not be empty")
    if len(text) > MAX_TEXT:
        raise ValueError(f"a personal text has at most {MAX_TEXT} characters")
    return seal(text)


def _opened(value: Ciphertext, info: SerializationInfo) -> str:
    """Open a text where the context brings an `open`; elsewhere leave it sealed."""
    open_: Open | None = info.context.get("open") if info.context else None
    return open_(value) if open_ else value


class _Schema:
    """Validation describes what a person sends, serialization what is stored and published."""

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        if handler.mode == "validation":
            return {"type": "string", "minLength": 1, "maxLength": MAX_TEXT, "x-personal": True}
        return {
            "type": "string",
            "pattern": r"^eyJ[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$",
            "description": "Personal text, sealed: JWE compact, dir + A256GCM, one key per client.",
            "x-sealed": True,
        }


Sealed = Annotated[
    Ciphertext,
    PlainValidator(_sealed, json_schema_input_type=str),
    PlainSerializer(_opened, return_type=str),
    _Schema(),
]
