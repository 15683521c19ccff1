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
        header = b"" if self._begun else ",".join(COLUMNS).encode() + b"\r\n"
        self._begun = True
        return header + b"".join(map(_line, rows(events)))

    def end(self, _: bytes, /) -> bytes:
        return b""


def _line(row: tuple[Any, ...]) -> bytes:
    disputed, metadata, data = row[-3:]
    envelope = ",".join([_text(one) if isinstance(one, str) else _other(one) for one in row[:-3]])
    return b"%b,%b,%b,%b\r\n" % (envelope.encode(), _json(disputed), _json(metadata), _json(data))


def _text(value: str) -> str:
    return '"' + (value.replace('"', '""') if '"' in value else value) + '"'


def _other(value: int | None) -> str:
    return "" if value is None else str(value)


def _json(value: bytes | None) -> bytes:
    return b"" if value is None else b'"' + value.replace(b'"', b'""') + b'"'
