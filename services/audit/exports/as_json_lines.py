"""JSON Lines: one event a line; the last line says that nothing is missing."""

from collections.abc import Sequence

import orjson

from services.audit.exports.events import Exported


class JsonLines:
    """What was stored stands in its line byte for byte, behind `"metadata":` and `"data":`."""

    media_type = "application/x-ndjson"

    def page(self, events: Sequence[Exported]) -> bytes:
        return b"".join(map(_line, events))

    def end(self, manifest: bytes) -> bytes:
        return b'{"export":%s}\n' % manifest


def _line(one: Exported) -> bytes:
    event = one.event
    line = {
        "position": event.position,
        "stream": event.stream,
        "revision": event.revision,
        "id": event.id,
        "type": event.type,
        "disputed": orjson.Fragment(one.disputed or b"[]"),
        "metadata": orjson.Fragment(event.metadata),
        "data": orjson.Fragment(one.data),
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
