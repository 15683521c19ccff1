"""From pages of events to the bytes of a file, with digests that prove it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from hashlib import sha256
from typing import Protocol

import orjson

from services.audit.exports.events import Exported, Pages
from services.audit.exports.log import Receipt

Finish = Callable[[Receipt], Awaitable[None]]


class Form(Protocol):
    """How events look in a file."""

    @property
    def media_type(self) -> str: ...

    def page(self, events: Sequence[Exported]) -> bytes: ...

    def end(self, manifest: bytes, /) -> bytes:
        """What a whole file ends with; `manifest` is JSON."""


class Digest:
    """Over what the events say, the same in every format: for each, in order, its position, its id,
    its metadata and its data, each with a line feed behind it."""

    def __init__(self) -> None:
        self._sha = sha256()
        self.events = 0
        self.first: int | None = None
        self.last: int | None = None

    def add(self, events: Sequence[Exported]) -> None:
        if events:
            self.first = events[0].event.position if self.first is None else self.first
            self.last = events[-1].event.position
            self.events += len(events)
            self._sha.update(b"".join(map(_proven, events)))

    @property
    def content(self) -> str:
        return f"sha256:{self._sha.hexdigest()}"


def _proven(one: Exported) -> bytes:
    event = one.event
    return b"%d\n%s\n%s\n%s\n" % (
        event.position,
        one.id,
        event.metadata,
        one.data,
    )


async def written(
    pages: Pages, form: Form, manifest: dict[str, object], finish: Finish
) -> AsyncIterator[bytes]:
    """The file, a page at a time. `finish` is told what it held before its last bytes are given:
    a file that has its end is one whose record says so."""
    digest, file = Digest(), sha256()
    async for page in pages:
        part = await asyncio.to_thread(_encoded, form, page, digest)
        if part:
            file.update(part)
            yield part
    held = {
        "events": digest.events,
        "first": digest.first,
        "last": digest.last,
        "content": digest.content,
    }
    end = form.end(orjson.dumps({**manifest, **held, "complete": True}))
    file.update(end)
    await finish(Receipt(**held, sha256=f"sha256:{file.hexdigest()}"))  # type: ignore[arg-type]
    yield end


def _encoded(form: Form, page: Sequence[Exported], digest: Digest) -> bytes:
    digest.add(page)
    return form.page(page)
