"""CSV (RFC 4180, UTF-8). It has no room for a last word: the export's record has it."""

from collections.abc import Sequence
from typing import Any

from services.audit.exports.columns import COLUMNS, rows
from services.audit.exports.events import Exported


class Csv:
    """No value begins like a formula: identifiers begin with a letter or digit, texts are JSON.

    Written by hand: bodies are full of quotation marks, and Python's own writer looks at each
    letter by itself.
    """

    media_type = "text/csv; charset=utf-8; header=present"

    def __init__(self) -> None:
        self._begun = False

    def page(self, events: Sequence[Exported]) -> bytes:
        header = "" if self._begun else ",".join(COLUMNS) + "\r\n"
        self._begun = True
        lines = (",".join(map(_field, row)) + "\r\n" for row in rows(events))
        return (header + "".join(lines)).encode()

    def end(self, _: bytes, /) -> bytes:
        return b""


def _field(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return '"' + value.replace('"', '""') + '"'
        case _:
            return str(value)
