"""Reading: one stream, everything in order, where the newest event stands."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from functools import partial

from kurrentdbclient.exceptions import KurrentDBClientError

from kernel.event_store import EventsLost, Located, Page, StoredEvent
from kernel.event_store.eventstoredb import requests
from kernel.event_store.eventstoredb.connection import Connection
from kernel.event_store.eventstoredb.meaning import BROKEN, Passing, meaning
from kernel.event_store.eventstoredb.patience import Times, kept
from kernel.event_store.eventstoredb.requests import Request, stored
from kernel.event_store.eventstoredb.runs import runs_of

AT_ONCE = 16
"""Positions or streams that one question has under way."""

NEAR = 10_000
"""Bytes of the log for each position asked for, up to which reading along is cheaper."""

ALONG = 1_000
"""Events that are read along in one go."""


class Reading:
    """All but `once` raise StoreUnavailable, AccessRefused and, for a stream, EventsLost."""

    def __init__(self, connection: Connection, times: Times) -> None:
        self._connection, self._times = connection, times

    async def stream(
        self, name: str, start: int | None, backwards: bool, limit: int | None
    ) -> list[StoredEvent]:
        once = partial(self.once, name, start=start, backwards=backwards, limit=limit)
        return await kept(once, self._times)

    async def streams(self, names: Sequence[str]) -> list[StoredEvent]:
        return await _some_at_once(
            self.stream(name, None, False, None) for name in dict.fromkeys(names)
        )

    async def page(self, after: int, categories: Sequence[str], limit: int) -> Page:
        # One for the event at `after` itself, one to see whether there is more.
        request = requests.of_all(after, categories, limit + 2)
        found = await kept(partial(self._answers, request, "everything"), self._times)
        events = [event for event in found or () if event.position > after]
        caught_up = len(events) <= limit
        events = events[:limit]
        return Page(events, events[-1].position if events else after, caught_up)

    async def at(self, positions: Sequence[int]) -> list[StoredEvent]:
        wanted = sorted(set(positions))
        if len(wanted) > AT_ONCE and wanted[-1] - wanted[0] < NEAR * len(wanted):
            return await self._among(wanted)
        found = await _some_at_once(self._from(position, 1) for position in wanted)
        return _at(wanted, found)

    async def located(self, places: Sequence[Located]) -> list[StoredEvent]:
        runs, scattered = runs_of(places)
        found = await _some_at_once(
            [
                self.at(scattered),
                *(self.stream(run.stream, run.start, False, run.limit) for run in runs),
            ]
        )
        return _at([place.position for place in places], found)

    async def _among(self, wanted: Sequence[int]) -> list[StoredEvent]:
        """Many that lie close together: what lies between them is read along."""
        those, found, start = set(wanted), list[StoredEvent](), wanted[0]
        while True:
            page = await self._from(start, ALONG)
            found += [event for event in page if event.position in those]
            if len(page) < ALONG or page[-1].position >= wanted[-1]:
                return found
            start = page[-1].position
            those.discard(start)

    async def _from(self, position: int, limit: int) -> list[StoredEvent]:
        request = requests.of_all(position, (), limit)
        return await kept(partial(self._answers, request, "everything"), self._times) or []

    async def head(self) -> int:
        request = requests.of_the_newest()
        newest = await kept(partial(self._answers, request, "everything"), self._times)
        return newest[0].position if newest else 0

    async def once(
        self,
        name: str,
        *,
        start: int | None = None,
        backwards: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Without another attempt. Raises Passing."""
        request = requests.of_stream(name, start, backwards, limit)
        found = await self._answers(request, name)
        if found is None:
            await self._never_was(name)
            return []
        if not backwards:
            _without_gap(name, found, start or 0)
        return found

    async def _never_was(self, name: str) -> None:
        """A deleted stream looks like one that never was, but for its metadata."""
        about = await self._answers(requests.of_stream(f"$${name}", None, True, 1), name)
        if about:
            raise EventsLost(
                f"{name} has no events, and metadata that hides some:"
                f" {about[0].data.decode(errors='replace')}"
            )

    async def _answers(self, request: Request, about: str) -> list[StoredEvent] | None:
        """None for a stream that is not there."""
        line = await self._connection.line()
        call = line.stub.Read(
            request,
            timeout=self._times.call,
            metadata=line.metadata,
            credentials=line.credentials,
        )
        events: list[StoredEvent] | None = []
        try:
            async for response in call:
                content = response.WhichOneof("content")
                if content == "event":
                    assert events is not None
                    events.append(stored(response))
                elif content == "stream_not_found":
                    events = None
        except (*BROKEN, KurrentDBClientError) as error:
            raised = meaning(error, about)
            if isinstance(raised, Passing):
                self._connection.broken(line)
            raise raised from error
        finally:
            call.cancel()
        self._connection.works(line)
        return events


async def _some_at_once(reads: Iterable[Awaitable[list[StoredEvent]]]) -> list[StoredEvent]:
    room = asyncio.Semaphore(AT_ONCE)

    async def read(one: Awaitable[list[StoredEvent]]) -> list[StoredEvent]:
        async with room:
            return await one

    found = await asyncio.gather(*map(read, reads))
    return [event for events in found for event in events]


def _at(positions: Iterable[int], found: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Those at these positions, each once, in order."""
    by_position = {event.position: event for event in found}
    return [by_position[one] for one in sorted({*positions} & by_position.keys())]


def _without_gap(name: str, events: Sequence[StoredEvent], first: int) -> None:
    """Revisions are consecutive; where they are not, somebody took events away."""
    for revision, event in enumerate(events, first):
        if event.revision != revision:
            raise EventsLost(f"{name} has no event {revision}, but {event.revision}")
