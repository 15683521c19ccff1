"""A history as files: events as lines, keys that protect nobody, and what was answered."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from kernel.event_store import AnyRevision, NewEvent, StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing.jwe import thumbprint
from kernel.sealing.key_file import KeyFile
from kernel.sealing.master import MasterKey, master_key

HERE = Path(__file__).parent
COMPACT = (",", ":")


@dataclass(frozen=True, slots=True)
class History:
    """The folder of one release."""

    folder: Path

    @property
    def release(self) -> str:
        return self.folder.name

    def events(self) -> Iterator[StoredEvent]:
        """As they were written, byte for byte."""
        revisions: dict[str, int] = {}
        lines = (self.folder / "events.jsonl").read_text("utf-8").splitlines()
        for position, line in enumerate(lines, 1):
            said = json.loads(line)
            stream = said["stream"]
            revision = revisions[stream] = revisions.get(stream, -1) + 1
            data, metadata = said["data"].encode(), said["metadata"].encode()
            id, type = UUID(said["id"]), said["type"]
            yield StoredEvent(id, type, data, metadata, stream, revision, position)

    def answers(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "answers.json").read_text("utf-8"))
        return found

    async def restore(self, folder: Path) -> None:
        """The events and the keys, as a deployment's data folder."""
        store = await SqliteEventStore.open(folder / "events.db")
        for stream, run in groupby(self.events(), key=lambda event: event.stream):
            new = [NewEvent(e.id, e.type, e.data, e.metadata) for e in run]
            await store.append(stream, new, AnyRevision())
        await store.close()
        self._restore_keys(folder)

    def _restore_keys(self, folder: Path) -> None:
        master, file = _master(folder), KeyFile(folder / "keys.db")
        for client, text in json.loads((self.folder / "keys.json").read_text("utf-8")).items():
            secret = b64decode(text)
            file.add(client, thumbprint(secret), master.wrap(secret))
        file.close()


def histories() -> list[History]:
    return [History(folder) for folder in sorted(HERE.iterdir()) if (folder / "keys.json").exists()]


def freeze(
    folder: Path, data: Path, events: Iterable[StoredEvent], answers: dict[str, Any]
) -> None:
    """Write what lies in `data` as a history. Its keys were made for it alone."""
    folder.mkdir(parents=True)
    lines = [
        {
            "stream": event.stream,
            "id": str(event.id),
            "type": event.type,
            "data": event.data.decode(),
            "metadata": event.metadata.decode(),
        }
        for event in events
    ]
    clients = sorted({_client(line["data"]) for line in lines if line["type"].startswith("PlanO")})
    file, master = KeyFile(data / "keys.db"), _master(data)
    keys = {
        client: b64encode(master.unwrap(wrapped)).decode()
        for client, wrapped in file.keys_of(clients).items()
    }
    file.close()
    (folder / "events.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False, separators=COMPACT) + "\n" for line in lines),
        "utf-8",
    )
    (folder / "keys.json").write_text(json.dumps(keys, indent=2) + "\n", "utf-8")
    _write(folder / "answers.json", answers)


def _client(opened: str) -> str:
    client: str = json.loads(opened)["client"]
    return client


def _master(folder: Path) -> MasterKey:
    return master_key(None, folder, "development")


def _write(file: Path, answers: dict[str, Any]) -> None:
    """A line for each answer."""
    lines = (
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=COMPACT)}"
        for k, v in answers.items()
    )
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
