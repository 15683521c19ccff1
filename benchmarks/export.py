"""Everything as a file: events a second in each form, and the memory that it takes."""

from datetime import UTC, datetime
from time import perf_counter
from typing import get_args

from benchmarks.figure import Figure
from benchmarks.rebuilding import megabytes
from kernel.access_log import Access
from koop.embedded import Embedded
from services.audit.exports.exporter import Exporter, Wanted
from services.audit.exports.log import ExportLog
from services.audit.exports.scope import Format
from services.audit.read_models.trail import Selection
from services.audit.trail import Trail

MOST = 1_000_000
"""Events of one export: enough to see that memory stays flat."""


async def figures(embedded: Embedded) -> list[Figure]:
    """The trail has to be filled. Texts stay sealed; the bytes go nowhere."""
    count = min(await embedded.store.head(), MOST)
    exporter, found = _exporter(embedded), []
    for form in get_args(Format):
        before, began, most = megabytes(), perf_counter(), 0.0
        wanted = Wanted(Selection(), form, "sealed", count)
        begun = await exporter.begin(wanted, _auditor())
        async for _ in begun.parts:
            most = max(most, megabytes())
        rate = count / (perf_counter() - began)
        found.append(Figure(f"export as {form}", rate, "events/s"))
        found.append(
            Figure(f"memory while exporting {form}", most, "MB", floor="before", floor_value=before)
        )
    return found


def _exporter(embedded: Embedded) -> Exporter:
    rows = next(one for one in embedded.projections if one.name == "trail")
    trail = Trail(embedded.store, rows, embedded.keys, embedded.clock)
    return Exporter(embedded.store, trail, ExportLog(embedded.accesses), embedded.clock)


def _auditor() -> Access:
    return Access(
        at=datetime.now(UTC),
        who="auditor-1",
        role="auditor",
        organisation=None,
        purpose="benchmark",
        what="export_events",
    )
