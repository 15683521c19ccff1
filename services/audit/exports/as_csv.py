"""CSV (RFC 4180, UTF-8). It has no room for a last word: the export's record has it."""

import pyarrow as pa
from pyarrow import csv

from services.audit.exports.columns import table
from services.audit.exports.events import Batch


class Csv:
    """No value begins like a formula: identifiers begin with a letter or digit, texts are JSON."""

    media_type = "text/csv; charset=utf-8; header=present"

    def __init__(self) -> None:
        self._begun = False

    def page(self, batch: Batch) -> bytes:
        part = pa.BufferOutputStream()
        options = csv.WriteOptions(
            include_header=not self._begun, eol="\r\n", quoting_header="none"
        )
        csv.write_csv(table(batch), part, options)
        self._begun = True
        written: bytes = part.getvalue().to_pybytes()
        return written

    def end(self, _: bytes, /) -> bytes:
        return b""
