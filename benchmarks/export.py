"""All of one jobcenter as a file: events a second in each form, and the memory that it takes."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import get_args

import uvloop

from benchmarks.apart import apart
from benchmarks.figure import Figure
from benchmarks.rebuilding import megabytes
from benchmarks.stores import in_memory, opened
from kernel.access_log import Access
from kernel.garbage import look_seldom
from koop.embedded import Embedded
from koop.generate.cast import jobcenter_name
from services.audit.exports.exporter import Exporter, Wanted
from services.audit.exports.log import ExportLog
from services.audit.exports.scope import Format
from services.audit.read_models.trail import Selection
from services.audit.trail import Trail

JOBCENTER = jobcenter_name(0)

FIRST = 1_000
"""Positions that are exported before anything counts: a process loads Arrow once."""


def figures(folder: Path, server: str | None, where: str) -> list[Figure]:
    """The trail has to be filled, and nobody else to have the folder open."""
    arguments = (str(folder), where, *([server] if server else []))
    return [Figure(**one) for one in apart("export", *arguments)]


async def measured(folder: Path, server: str | None, where: str) -> list[Figure]:
    async with opened(folder, server) as embedded:
        found: list[Figure] = []
        with in_memory(embedded.settings):
            for form in get_args(Format):
                await _exported(embedded, form, where, until=FIRST)
                found += await _exported(embedded, form, where)
        return found


async def _exported(
    embedded: Embedded, form: Format, where: str, until: int | None = None
) -> list[Figure]:
    """Texts stay sealed; the bytes go nowhere."""
    log = ExportLog(embedded.accesses)
    before, began, most = megabytes(), perf_counter(), 0.0
    wanted = Wanted(Selection(jobcenter=JOBCENTER), form, "sealed", until)
    begun = await _exporter(embedded, log).begin(wanted, _auditor())
    async for _ in begun.parts:
        most = max(most, megabytes())
    seconds = perf_counter() - began
    done = await log.export(begun.number)
    assert done is not None
    assert done.receipt is not None
    rate = done.receipt.events / seconds
    memory = f"memory while exporting {form}{where}"
    return [
        Figure(f"export as {form}{where}", rate, "events/s"),
        Figure(memory, most, "MB", floor="before", floor_value=before),
    ]


def _exporter(embedded: Embedded, log: ExportLog) -> Exporter:
    rows = next(one for one in embedded.projections if one.name == "trail")
    trail = Trail(embedded.store, rows, embedded.keys, embedded.clock)
    return Exporter(embedded.store, trail, log, embedded.clock)


def _auditor() -> Access:
    return Access(
        at=datetime.now(UTC),
        who="auditor-1",
        role="auditor",
        organisation=JOBCENTER,
        purpose="benchmark",
        what="export_events",
    )


if __name__ == "__main__":
    look_seldom()
    folder, where, *server = sys.argv[1:]
    found = uvloop.run(measured(Path(folder), server[0] if server else None, where))
    print(json.dumps([asdict(one) for one in found]))
