"""All of one jobcenter as a file: events a second in each form, and the memory that it takes."""

from datetime import UTC, datetime
from time import perf_counter
from typing import get_args

from benchmarks.figure import Figure
from benchmarks.rebuilding import megabytes
from kernel.access_log import Access
from koop.embedded import Embedded
from koop.generate.cast import jobcenter_name
from services.audit.exports.exporter import Exporter, Wanted
from services.audit.exports.log import ExportLog
from services.audit.exports.scope import Format
from services.audit.read_models.trail import Selection
from services.audit.trail import Trail

JOBCENTER = jobcenter_name(0)


async def figures(embedded: Embedded) -> list[Figure]:
    """The trail has to be filled. Texts stay sealed; the bytes go nowhere."""
    log, found = ExportLog(embedded.accesses), list[Figure]()
    exporter = _exporter(embedded, log)
    for form in get_args(Format):
        before, began, most = megabytes(), perf_counter(), 0.0
        wanted = Wanted(Selection(jobcenter=JOBCENTER), form, "sealed", None)
        begun = await exporter.begin(wanted, _auditor())
        async for _ in begun.parts:
            most = max(most, megabytes())
        seconds = perf_counter() - began
        done = await log.export(begun.number)
        assert done is not None
        assert done.receipt is not None
        found.append(Figure(f"export as {form}", done.receipt.events / seconds, "events/s"))
        found.append(
            Figure(f"memory while exporting {form}", most, "MB", floor="before", floor_value=before)
        )
    return found


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
