"""Events as a table: their envelope in columns with types, their bodies as they are."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyarrow import json

from services.audit.exports.events import Batch

_STANDING = ("role", "organisation", "on_behalf_of")
_CONTEXT = ("plan", "correlation", "causation", "regime")
_METADATA = pa.schema(
    {
        "time": pa.string(),
        "actor": pa.struct([(name, pa.string()) for name in ("sub", *_STANDING)]),
        **dict.fromkeys(_CONTEXT, pa.string()),
    }
)
_PARSED = json.ParseOptions(explicit_schema=_METADATA, unexpected_field_behavior="ignore")

COLUMNS = (
    *("position", "time", "type", "stream", "revision", "id"),
    *("actor", *_STANDING),
    *_CONTEXT,
    *("disputed", "metadata", "data"),
)
_TYPES = {"position": pa.int64(), "revision": pa.int32()}
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])


def table(batch: Batch) -> Any:
    """A row for each event, times as they were written."""
    events = batch.events
    if not events.positions:
        return SCHEMA.empty_table()
    said = _said(events.metadata)
    sub, *standing = said["actor"].combine_chunks().flatten()
    columns = {
        "position": events.positions,
        "time": said["time"],
        "type": events.types,
        "stream": events.streams,
        "revision": events.revisions,
        "id": events.ids,
        "actor": sub,
        **dict(zip(_STANDING, standing, strict=True)),
        **{name: said[name] for name in _CONTEXT},
        "disputed": [batch.disputed.get(position) for position in events.positions],
        "metadata": events.metadata,
        "data": batch.data,
    }
    return pa.table(columns, schema=SCHEMA)


def _said(metadata: Sequence[bytes]) -> Any:
    """Read all at once, by one who needs no object for each."""
    lines = b"\n".join(metadata)
    in_one_block = json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    return json.read_json(pa.BufferReader(lines), in_one_block, _PARSED)
