"""From pages of events to the bytes of a file, with digests that prove it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from hashlib import sha256
from typing import Protocol

import orjson

from kernel.tasks import given_up
from services.audit.exports.events import Batch, Pages
from services.audit.exports.log import Receipt

Finish = Callable[[Receipt], Awaitable[None]]


class Form(Protocol):
    """How events look in a file."""

    @property
    def media_type(self) -> str: ...

    def page(self, batch: Batch) -> bytes: ...

    def end(self, manifest: bytes, /) -> bytes:
        """What a whole file ends with; `manifest` is JSON."""


class Digests:
    """`content` is over what the events say, the same in every format: for each, in order, its
    position, its id, its metadata and its data, each with a line feed behind it."""

    def __init__(self) -> None:
        self._content, self._file = sha256(), sha256()
        self.events = 0
        self.first: int | None = None
        self.last: int | None = None

    def show(self, batch: Batch) -> None:
        events = batch.events
        if events.positions:
            self.first = events.positions[0] if self.first is None else self.first
            self.last = events.positions[-1]
            self.events += len(events.positions)
            self._content.update(_proven(batch))

    def write(self, part: bytes) -> None:
        self._file.update(part)

    @property
    def content(self) -> str:
        return f"sha256:{self._content.hexdigest()}"

    @property
    def file(self) -> str:
        return f"sha256:{self._file.hexdigest()}"


def _proven(batch: Batch) -> bytes:
    events, lines = batch.events, [b""] * (4 * len(batch.data) + 1)
    lines[0:-1:4] = [b"%d" % position for position in events.positions]
    lines[1::4], lines[2::4], lines[3::4] = events.ids, events.metadata, batch.data
    return b"\n".join(lines)


async def written(
    pages: Pages, form: Form, manifest: dict[str, object], finish: Finish
) -> AsyncIterator[bytes]:
    """The file, a page at a time. `finish` is told what it held before its last bytes are given:
    a file that has its end is one whose record says so."""
    digests = Digests()
    async with aclosing(_ahead(pages)) as batches:
        async for batch in batches:
            part = await asyncio.to_thread(_encoded, form, batch, digests)
            if part:
                yield part
    held = {
        "events": digests.events,
        "first": digests.first,
        "last": digests.last,
        "content": digests.content,
    }
    end = form.end(orjson.dumps({**manifest, **held, "complete": True}))
    digests.write(end)
    await finish(Receipt(**held, sha256=digests.file))  # type: ignore[arg-type]
    yield end


async def _ahead(pages: Pages) -> AsyncGenerator[Batch, None]:
    """The next batch is read while one is written."""
    upcoming = asyncio.ensure_future(anext(pages, None))
    try:
        while (batch := await upcoming) is not None:
            upcoming = asyncio.ensure_future(anext(pages, None))
            yield batch
    finally:
        await given_up([upcoming])


def _encoded(form: Form, batch: Batch, digests: Digests) -> bytes:
    digests.show(batch)
    part = form.page(batch)
    digests.write(part)
    return part
