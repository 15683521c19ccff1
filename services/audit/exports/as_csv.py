"""CSV (RFC 4180, UTF-8). It has no room for a last word: the export's record has it."""

import csv
import io
from collections.abc import Sequence

from services.audit.exports.columns import COLUMNS, rows
from services.audit.exports.events import Exported


class Csv:
    """No value begins like a formula: identifiers begin with a letter or digit, texts are JSON."""

    media_type = "text/csv; charset=utf-8; header=present"

    def __init__(self) -> None:
        self._begun = False

    def page(self, events: Sequence[Exported]) -> bytes:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        if not self._begun:
            writer.writerow(COLUMNS)
            self._begun = True
        writer.writerows((row[0], row[1].isoformat(), *row[2:]) for row in rows(events))
        return buffer.getvalue().encode()

    def end(self, _: bytes, /) -> bytes:
        return b""
