"""The log: a file that only grows, and in memory what is needed to answer from it.

A frame is a length and the events of one append; each event is a length and a protobuf message. An
event's position is where it begins in the file. A frame that was cut short is cut off.
"""

import asyncio
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from time import time_ns
from typing import NamedTuple

from kurrentdbclient.protos.v1 import shared_pb2, streams_pb2

RecordedEvent = streams_pb2.ReadResp.ReadEvent.RecordedEvent
_MAGIC = b"ESDBTEST"
_LENGTH = Struct("<I")


class Proposed(NamedTuple):
    id: str
    type: str
    content_type: str
    data: bytes
    metadata: bytes


@dataclass(slots=True)
class Entry:
    position: int
    stream: str
    response: streams_pb2.ReadResp

    @property
    def event(self) -> RecordedEvent:
        return self.response.event.event


class Log:
    """`entries` in order of position; `streams` by name, by revision."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT)
        self.entries: list[Entry] = []
        self.positions: list[int] = []
        self.streams: dict[str, list[Entry]] = {}
        self._grown = asyncio.Event()
        self._size = self._load(path)

    def write(self, stream: str, events: Sequence[Proposed]) -> list[Entry]:
        """All or none; handed to the operating system before it returns, not to the disk."""
        first = len(self.streams.get(stream, ()))
        raw = [_recorded(stream, first + n, event) for n, event in enumerate(events)]
        body = b"".join(_LENGTH.pack(len(one)) + one for one in raw)
        os.pwrite(self._file, _LENGTH.pack(len(body)) + body, self._size)
        entries = list(self._index(body, self._size + _LENGTH.size))
        self._size += _LENGTH.size + len(body)
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()
        return entries

    async def more(self, seen: int) -> None:
        """Return once there are more than so many entries."""
        while len(self.entries) <= seen:
            await self._grown.wait()

    def index_of(self, position: int) -> int:
        """Of the first entry at `position` or behind it."""
        return bisect_left(self.positions, position)

    def index_behind(self, position: int) -> int:
        return bisect_right(self.positions, position)

    def close(self) -> None:
        os.close(self._file)

    def _load(self, path: Path) -> int:
        raw = path.read_bytes()
        if not raw:
            os.pwrite(self._file, _MAGIC, 0)
            return len(_MAGIC)
        at = len(_MAGIC)
        while at + _LENGTH.size <= len(raw):
            (length,) = _LENGTH.unpack_from(raw, at)
            end = at + _LENGTH.size + length
            if end > len(raw):
                break
            for _ in self._index(raw[at + _LENGTH.size : end], at + _LENGTH.size):
                pass
            at = end
        os.ftruncate(self._file, at)
        return at

    def _index(self, body: bytes, begin: int) -> Iterator[Entry]:
        at = 0
        while at < len(body):
            (length,) = _LENGTH.unpack_from(body, at)
            position = begin + at
            at += _LENGTH.size
            event = RecordedEvent.FromString(body[at : at + length])
            at += length
            event.commit_position = event.prepare_position = position
            yield self._add(position, event)

    def _add(self, position: int, event: RecordedEvent) -> Entry:
        read = streams_pb2.ReadResp.ReadEvent(event=event, commit_position=position)
        stream = event.stream_identifier.stream_name.decode()
        entry = Entry(position, stream, streams_pb2.ReadResp(event=read))
        self.entries.append(entry)
        self.positions.append(position)
        self.streams.setdefault(stream, []).append(entry)
        return entry


def _recorded(stream: str, revision: int, event: Proposed) -> bytes:
    return RecordedEvent(
        id=shared_pb2.UUID(string=event.id),
        stream_identifier=shared_pb2.StreamIdentifier(stream_name=stream.encode()),
        stream_revision=revision,
        metadata={
            "type": event.type,
            "content-type": event.content_type,
            "created": str(time_ns() // 100),
        },
        custom_metadata=event.metadata,
        data=event.data,
    ).SerializeToString()
