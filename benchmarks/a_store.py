"""What depends on how much there is: rebuilding it, asking it, exporting it, keeping it."""

import asyncio
from collections.abc import Sequence
from time import perf_counter

from rich.console import Console

from benchmarks import disk, explained, export, queries, rebuild, workers
from benchmarks.effort import Effort
from benchmarks.figure import Figure, show
from benchmarks.server import beside
from benchmarks.stores import EVENTS, Stores, opened, without_views
from koop.embedded import Embedded

Servers = Sequence[str | None]
"""None for files, and the URL of an empty database for views on a server."""


async def rebuilding(
    stores: Stores, effort: Effort, console: Console, peer: float | None, servers: Servers
) -> list[Figure]:
    """`peer` is what the peer's projection does."""
    found: list[Figure] = []
    for server in servers:
        console.print(f"rebuilding from {stores.count:,} events{on(server)} …")
        rebuilt = await asyncio.to_thread(
            rebuild.figures,
            stores.large / EVENTS,
            stores.count,
            None if server else peer,
            effort.store_rounds,
            server,
        )
        found += told(rebuilt, console)
    return found


async def asking(
    stores: Stores, effort: Effort, console: Console, servers: Servers
) -> list[Figure]:
    found: list[Figure] = []
    for server in servers:
        console.print(f"filling all views{on(server)}, and asking …")
        found += told(await _asked(stores, effort, server), console)
    return found


async def _asked(stores: Stores, effort: Effort, server: str | None) -> list[Figure]:
    """With all views filled; what they take on disk is told where they are files."""
    where = on(server)
    with (
        without_views(stores.small) as small,
        without_views(stores.large) as large,
        beside(server, "few") as one,
        beside(server, "many") as other,
    ):
        async with opened(small, one) as few, opened(large, other) as many:
            await _fill(few)
            filling = await _fill(many, where)
            if effort.keeps:
                explained.keep(await explained.explained(many), where)
            asked = await queries.figures(few, many, effort.rounds, effort.questions, where)
        kept = [] if server else disk.figures(large)
        return [*asked, *filling, *kept, *export.figures(large, other, where)]


async def sharing(stores: Stores, console: Console, servers: Servers) -> list[Figure]:
    """A rebuild by several processes."""
    found: list[Figure] = []
    for server in servers:
        console.print(f"rebuilding together{on(server)} …")
        with without_views(stores.large) as large, beside(server, "shared") as other:
            shared = await asyncio.to_thread(
                workers.figures, large, stores.count, other, on(server)
            )
            found += told(shared, console)
    return found


def on(server: str | None) -> str:
    return " on PostgreSQL" if server else ""


def told(figures: list[Figure], console: Console) -> list[Figure]:
    """As soon as they are known: all of it takes an hour."""
    show(figures, console)
    return figures


async def _fill(embedded: Embedded, where: str = "") -> list[Figure]:
    """All views, one after the other: how many events of the store a second each."""
    found, head = [], await embedded.store.head()
    for projection in embedded.projections:
        began = perf_counter()
        await projection.rebuild()
        rate = head / (perf_counter() - began)
        found.append(Figure(f"filling {projection.name}{where}", rate, "events/s"))
    return found
