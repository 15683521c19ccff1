"""Parquet: columns with types, in groups of rows; a file without its end cannot be read at all."""

import io
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from services.audit.exports import columns
from services.audit.exports.events import Batch

GROUP = 20_000
"""Rows that are written together, and held in memory until then."""

MANIFEST = "kooperationsplan.export"
"""Under this key of the file's metadata stands what the last line of JSON Lines says."""

_REPEATED = ["type", "actor", "role", "organisation", "on_behalf_of", "plan", "regime"]
_ASKED_BY = [name for name in columns.COLUMNS if name not in ("metadata", "data")]
"""For these, smallest and largest values are kept: nobody looks for a whole body."""

_TIME = columns.SCHEMA.get_field_index("time")
SCHEMA = columns.SCHEMA.set(_TIME, pa.field("time", pa.timestamp("us", tz="UTC")))


class Parquet:
    media_type = "application/vnd.apache.parquet"

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._writer = parquet.ParquetWriter(
            self._outlet,
            SCHEMA,
            compression="zstd",
            use_dictionary=_REPEATED,
            write_statistics=_ASKED_BY,
        )
        self._pending: list[Any] = []

    def page(self, batch: Batch) -> bytes:
        self._pending.append(columns.table(batch))
        if sum(map(len, self._pending)) >= GROUP:
            self._write()
        return self._outlet.taken()

    def end(self, manifest: bytes) -> bytes:
        self._write()
        self._writer.add_key_value_metadata({MANIFEST: manifest.decode()})
        self._writer.close()
        return self._outlet.taken()

    def _write(self) -> None:
        if group := sum(map(len, self._pending)):
            self._writer.write_table(pa.concat_tables(self._pending).cast(SCHEMA), group)
        self._pending.clear()


class _Outlet(io.RawIOBase):
    """A file that is taken away as it is written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self._written += len(part)
        return len(part)

    def tell(self) -> int:
        return self._written

    def taken(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
