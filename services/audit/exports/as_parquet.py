"""Parquet: columns with types, in groups of rows; a file without its end cannot be read at all."""

import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from services.audit.exports.columns import COLUMNS, rows
from services.audit.exports.events import Exported

GROUP = 20_000
"""Rows that are written together, and held in memory until then."""

MANIFEST = "kooperationsplan.export"
"""Under this key of the file's metadata stands what the last line of JSON Lines says."""

_TYPES = {
    "position": pa.int64(),
    "time": pa.timestamp("us", tz="UTC"),
    "revision": pa.int32(),
}
_REPEATED = ["type", "actor", "role", "organisation", "on_behalf_of", "plan", "regime"]
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])


class Parquet:
    media_type = "application/vnd.apache.parquet"

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._writer = parquet.ParquetWriter(
            self._outlet, SCHEMA, compression="zstd", use_dictionary=_REPEATED
        )
        self._pending: list[tuple[Any, ...]] = []

    def page(self, events: Sequence[Exported]) -> bytes:
        self._pending += rows(events)
        if len(self._pending) >= GROUP:
            self._write()
        return self._outlet.taken()

    def end(self, manifest: bytes) -> bytes:
        if self._pending:
            self._write()
        self._writer.add_key_value_metadata({MANIFEST: manifest.decode()})
        self._writer.close()
        return self._outlet.taken()

    def _write(self) -> None:
        columns = zip(*self._pending, strict=True)
        arrays = [_array(one, field.type) for one, field in zip(columns, SCHEMA, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
        self._pending.clear()


def _array(values: Sequence[Any], type: Any) -> Any:
    """Times come as they were written; arrow reads them faster than we would."""
    return pa.array(values).cast(type) if pa.types.is_timestamp(type) else pa.array(values, type)


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
