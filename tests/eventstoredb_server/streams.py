"""What a stream's metadata makes of it: whole, cut off at its beginning, deleted, deleted for good.

Deleting hides events, it does not remove them: they stay in the log, as long as nobody scavenges.
"""

import json

from tests.eventstoredb_server.log import Log, Proposed

TOMBSTONE = "$streamDeleted"
BEFORE = "$tb"
ALL = 2**63 - 1
NOBODY = "00000000-0000-0000-0000-000000000000"


class Streams:
    def __init__(self, log: Log) -> None:
        self._log = log

    def last(self, stream: str) -> int:
        """The last revision, -1 for none."""
        return len(self._log.streams.get(stream, ())) - 1

    def first(self, stream: str) -> int:
        """The first revision that is shown."""
        if stream.startswith("$$"):
            return max(0, self.last(stream))
        metadata = self._metadata(stream)
        most = metadata.get("$maxCount")
        newest = self.last(stream) - most + 1 if most is not None else 0
        return max(metadata.get(BEFORE, 0), newest, 0)

    def is_gone_for_good(self, stream: str) -> bool:
        entries = self._log.streams.get(stream)
        return bool(entries) and entries[-1].event.metadata["type"] == TOMBSTONE

    def is_deleted(self, stream: str) -> bool:
        return self._metadata(stream).get(BEFORE) == ALL

    def delete(self, stream: str) -> None:
        self._set_metadata(stream, {BEFORE: ALL})

    def revive(self, stream: str) -> None:
        """Appending to a deleted stream begins it anew, with the numbers going on."""
        self._set_metadata(stream, {BEFORE: self.last(stream) + 1})

    def bury(self, stream: str) -> None:
        self._log.write(stream, [Proposed(NOBODY, TOMBSTONE, "application/json", b"{}", b"")])

    def _metadata(self, stream: str) -> dict[str, int]:
        about = self._log.streams.get(f"$${stream}")
        found: dict[str, int] = json.loads(about[-1].event.data) if about else {}
        return found

    def _set_metadata(self, stream: str, metadata: dict[str, int]) -> None:
        data = json.dumps(metadata).encode()
        self._log.write(
            f"$${stream}", [Proposed(NOBODY, "$metadata", "application/json", data, b"")]
        )
