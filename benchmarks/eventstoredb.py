"""EventStoreDB through our store and through the bare client, against the same server in one run.

The server is the one in tests/, in a process of its own, or the real one that EVENTSTOREDB_URI
names. The test server is Python, too: what counts is the ratio.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from kurrentdbclient import AsyncKurrentDBClient, StreamState
from kurrentdbclient import NewEvent as BareEvent
from rich.console import Console

from benchmarks import pages
from benchmarks.figure import Figure, middle, show
from benchmarks.population import fill
from contracts.topics import CATEGORIES
from kernel.database import Database
from kernel.event_store import Exact, NewEvent, NoStream, StoredEvent
from kernel.event_store.eventstoredb import EventStoreDB
from kernel.kafka.cloud_events import published
from kernel.projections import Projection
from kernel.relay import Relay
from services.audit.read_models.trail import TrailModel
from tests.eventstoredb_server.process import ServerProcess

ROUNDS, CALLERS, EACH, TOGETHER, PAGE = 5, 64, 40, 500, 1_000
DATA, METADATA = b'{"x":"' + b"a" * 480 + b'"}', b'{"m":"' + b"b" * 300 + b'"}'

Work = Callable[[], Awaitable[int]]
"""Does something with so many events (or calls)."""


class Comparison:
    def __init__(self, store: EventStoreDB, client: AsyncKurrentDBClient) -> None:
        self._store, self._client = store, client
        self._streams: list[str] = []

    async def figures(self) -> list[Figure]:
        return [
            await _beside("append, 64 callers", self.append, self.append_barely),
            await _beside("append 500 together", self.append_many, self.append_many_barely),
            await _beside("load a stream of 20", self.load, self.load_barely),
            await _beside("read all, in pages", self.read_pages, self.read_pages_barely),
            await _beside("catch-up subscription", self.catch_up, self.read_barely),
        ]

    async def append(self) -> int:
        async def one(stream: str, n: int) -> None:
            event = NewEvent(uuid4(), "Said.v1", DATA, METADATA)
            await self._store.append(stream, [event], Exact(n - 1) if n else NoStream())

        return await _by_callers(one)

    async def append_barely(self) -> int:
        async def one(stream: str, n: int) -> None:
            version = n - 1 if n else StreamState.NO_STREAM
            await self._client.append_to_stream(
                stream, current_version=version, events=[_bare_event()]
            )

        return await _by_callers(one)

    async def append_many(self) -> int:
        for _ in range(5):
            events = [NewEvent(uuid4(), "Said.v1", DATA, METADATA) for _ in range(TOGETHER)]
            self._streams.append(f"bench-{uuid4()}")
            await self._store.append(self._streams[-1], events, NoStream())
        return 5 * TOGETHER

    async def append_many_barely(self) -> int:
        for _ in range(5):
            events = [_bare_event() for _ in range(TOGETHER)]
            await self._client.append_to_stream(
                f"bench-{uuid4()}", current_version=StreamState.NO_STREAM, events=events
            )
        return 5 * TOGETHER

    async def load(self) -> int:
        for n in range(200):
            await self._store.read_stream(self._streams[n % 5], limit=20)
        return 200

    async def load_barely(self) -> int:
        for n in range(200):
            await self._client.get_stream(self._streams[n % 5], limit=20)
        return 200

    async def read_pages(self) -> int:
        count, position, caught_up = 0, 0, False
        while not caught_up:
            page = await self._store.read_all(after=position)
            count, position, caught_up = count + len(page.events), page.position, page.caught_up
        return count

    async def read_pages_barely(self) -> int:
        count, position, more = 0, 0, True
        while more:
            answer = await self._client.read_all(commit_position=position or None, limit=PAGE)
            events = [event async for event in answer if event.commit_position > position]
            more = len(events) >= PAGE - 1
            count += len(events)
            position = events[-1].commit_position if events else position
        return count

    async def catch_up(self) -> int:
        count = 0
        async with aclosing(self._store.subscribe()) as pages:
            async for page in pages:
                count += len(page.events)
                if page.caught_up:
                    break
        return count

    async def read_barely(self) -> int:
        return len([event async for event in await self._client.read_all()])


async def measure(folder: Path) -> list[Figure]:
    """Takes half a minute."""
    async with AsyncExitStack() as open_things:
        uri = os.environ.get("EVENTSTOREDB_URI")
        if uri is None:
            server = await open_things.enter_async_context(ServerProcess(folder / "log"))
            uri = server.uri
        store = await EventStoreDB.open(uri)
        open_things.push_async_callback(store.close)
        client = await open_things.enter_async_context(AsyncKurrentDBClient(uri))
        comparison = Comparison(store, client)
        projected = await _projected(store, comparison, folder)
        relayed = await _relayed(store, comparison, folder)
        return [*await comparison.figures(), projected, relayed]


async def _projected(store: EventStoreDB, comparison: Comparison, folder: Path) -> Figure:
    """A whole read model filled from it: histories of plans, the auditor's trail."""
    events = await fill(store, 4_000)
    database = Database(folder / "audit.db")
    began = perf_counter()
    await Projection(store, database, TrailModel()).rebuild()
    rate = events / (perf_counter() - began)
    await database.close()
    bare = await _rate(comparison.read_barely)
    name = "EventStoreDB, the trail rebuilt"
    return Figure(name, rate, "events/s", floor="bare read_all", floor_value=bare)


async def _relayed(store: EventStoreDB, comparison: Comparison, folder: Path) -> Figure:
    """Every plan's events made into messages, as if a broker took them at once."""
    count = 0

    async def publish(events: Sequence[StoredEvent]) -> None:
        nonlocal count
        count += len([published(one, "plan") for one in events])

    database = Database(folder / "plan.db")
    relay = Relay("plan.relay", store, database, CATEGORIES["plan"], publish)
    began = perf_counter()
    running = asyncio.create_task(relay.run())
    await relay.caught_up(await store.head(), 600)
    rate = count / (perf_counter() - began)
    relay.stop()
    await running
    await database.close()
    bare = await _rate(comparison.read_barely)
    name = "EventStoreDB, relayed"
    return Figure(name, rate, "events/s", floor="bare read_all", floor_value=bare)


async def _beside(name: str, ours: Work, bare: Work) -> Figure:
    """By turns, so that both meet the same neighbours."""
    rates: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        rates.append((await _rate(ours), await _rate(bare)))
    mine, others = (middle(column) for column in zip(*rates, strict=True))
    return Figure(f"EventStoreDB, {name}", mine, "1/s", "bare client", others)


async def _rate(work: Work) -> float:
    began = perf_counter()
    return await work() / (perf_counter() - began)


async def _by_callers(one: Callable[[str, int], Awaitable[None]]) -> int:
    async def caller() -> None:
        stream = f"bench-{uuid4()}"
        for n in range(EACH):
            await one(stream, n)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return CALLERS * EACH


def _bare_event() -> BareEvent:
    return BareEvent(id=uuid4(), type="Said.v1", data=DATA, metadata=METADATA)


if __name__ == "__main__":
    with TemporaryDirectory() as passing:
        measured = asyncio.run(measure(Path(passing)))
    show(measured, Console(width=140))
    pages.keep(measured, "eventstoredb")
