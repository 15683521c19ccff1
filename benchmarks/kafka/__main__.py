"""`python -m benchmarks.kafka`: measure the way over Kafka in one run, show it, keep it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from benchmarks import pages
from benchmarks.figure import Figure, middle, show
from benchmarks.kafka import ground, reactions, relay, starting, visible
from benchmarks.kafka.visible import Watching
from kernel.event_store import AnyRevision
from kernel.event_store.sqlite import SqliteEventStore
from kernel.garbage import look_seldom
from kernel.kafka.cluster import Cluster
from tests.faults.kafka.serving import Serving

PARTS = ("relay", "reactions", "visible", "processes")


def main(
    events: Annotated[int, typer.Option(help="Events to send and to hear.", min=1_000)] = 100_000,
    rounds: Annotated[int, typer.Option(help="Of which the middle one counts.", min=1)] = 3,
    samples: Annotated[int, typer.Option(help="Events to be seen one by one.", min=10)] = 500,
    only: Annotated[list[str] | None, typer.Option(help=", ".join(PARTS))] = None,
) -> None:
    """Print the table, keep it in `latest/` and write it into the README (not with `--only`)."""
    look_seldom()
    with ground.broker() as kafka, tempfile.TemporaryDirectory() as folder:
        effort = Effort(events, rounds, samples)
        figures = uvloop.run(measured(kafka, Path(folder), effort, only or PARTS))
    show(figures, Console())
    if only is None:
        pages.keep(figures, "kafka")


@dataclass(frozen=True, slots=True)
class Effort:
    events: int
    rounds: int
    samples: int


async def measured(kafka: str, folder: Path, effort: Effort, parts: Sequence[str]) -> list[Figure]:
    """The figures of these parts, in the order of the table."""
    figures: list[Figure] = []
    if "relay" in parts or "reactions" in parts:
        figures += await _throughput(folder / "many", kafka, effort, parts)
    if "visible" in parts:
        figures += await _visible(folder / "few", kafka, effort.samples)
    if "processes" in parts:
        figures += await _processes(folder / "processes", kafka)
    return figures


async def _throughput(
    folder: Path, kafka: str, effort: Effort, parts: Sequence[str]
) -> list[Figure]:
    ground.prepare(folder)
    stored = await ground.filled(folder / "events.db", effort.events)
    said: list[Cluster] = []
    rates: dict[str, list[float]] = {"bare": [], "relay": [], "handler": [], "reaction": []}
    for number in range(effort.rounds):
        rate, cluster = await relay.bare(kafka, stored)
        rates["bare"].append(rate)
        said.append(cluster)
        rates["relay"].append(await relay.ours(kafka, folder / "events.db", stored))
        if "reactions" in parts:
            rates["handler"].append(await reactions.bare(cluster, len(stored), number))
            rates["reaction"].append(await reactions.ours(cluster, len(stored), number))
    found = [_rate("relay", rates["relay"], "bare idempotent producer, same bytes", rates["bare"])]
    if "reactions" in parts:
        beside = "bare FastStream batch handler, same models"
        found.append(_rate("reaction", rates["reaction"], beside, rates["handler"]))
    return found


async def _visible(folder: Path, kafka: str, samples: int) -> list[Figure]:
    ground.prepare(folder)
    cluster = await ground.fresh(kafka)
    store = await SqliteEventStore.open(folder / "events.db")
    process = Serving(folder, kafka, cluster.prefix, "plan", "relay")
    await process.start()
    async with Watching(cluster) as watching:
        await visible.ours(store, watching, 10)
        ours = await visible.ours(store, watching, samples)
        bare = await visible.bare(cluster, watching, samples)
    await process.stop()
    await store.close()
    beside = "bare send to receive"
    return [
        Figure(
            f"{name} from accepted to visible",
            _percentile(ours, of) * 1000,
            "ms",
            None,
            None,
            beside,
            _percentile(bare, of) * 1000,
        )
        for name, of in (("p50", 50), ("p99", 99))
    ]


async def _processes(folder: Path, kafka: str) -> list[Figure]:
    ground.prepare(folder)
    await ground.filled(folder / "events.db", 2_000)
    cluster = await ground.fresh(kafka)
    store = await SqliteEventStore.open(folder / "events.db")
    # mediations are rare: among so few plans there may be none
    request = visible.event("MediationRequested.v1")
    await store.append(f"mediation-{request.id}", [request], AnyRevision())
    await ground.say_all(cluster, folder / "events.db")
    started = await starting.all_services(folder, cluster)
    replaced = await starting.replacement(folder, cluster, store)
    await store.close()
    return [
        Figure("start of all services to the first message that each consumed", started, "s"),
        Figure("a leader's death to the next event visible", replaced, "s"),
    ]


def _rate(name: str, ours: Sequence[float], beside: str, bare: Sequence[float]) -> Figure:
    return Figure(name, middle(ours), "events/s", None, None, beside, middle(bare))


def _percentile(seconds: Sequence[float], of: int) -> float:
    return quantiles(seconds, n=100)[of - 1]


if __name__ == "__main__":
    typer.run(main)
