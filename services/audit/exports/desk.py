"""The only way to an export: entitled, with a purpose, and on record before its first byte."""

from dataclasses import replace

from kernel.access_log import Access, AccessLog, accesses_by
from kernel.clock import Clock
from kernel.http import NotFound
from services.audit.access import Operation, Reader, entitled_across
from services.audit.exports.exporter import Begun, Exporter, Wanted
from services.audit.exports.log import Export, ExportLog


class ExportDesk:
    """Everything raises NotEntitled: exports are for auditors, of their own jobcenter alone."""

    def __init__(
        self, exporter: Exporter, log: ExportLog, accesses: AccessLog, clock: Clock
    ) -> None:
        self._exporter, self._log = exporter, log
        self._accesses, self._clock = accesses, clock

    async def begin(self, reader: Reader, wanted: Wanted) -> Begun:
        """One record tells what was asked for and up to where. Raises TrailNotReady."""
        entitled_across("export_events", reader.identity)
        here = reader.identity.actor.organisation
        own = replace(wanted, selection=replace(wanted.selection, jobcenter=here))
        return await self._exporter.begin(own, self._access("export_events", reader))

    async def export(self, reader: Reader, number: int) -> Export:
        """What became of an export of this jobcenter. Raises NotFound."""
        entitled_across("read_export", reader.identity)
        export = await self._log.export(number)
        if export is None or export.organisation != reader.identity.actor.organisation:
            raise NotFound(
                "There is no such export, or it is not your jobcenter's.",
                allowed="The access records name the exports there were.",
            )
        await self._accesses.record(self._access("read_export", reader))
        return export

    def _access(self, what: Operation, reader: Reader) -> Access:
        (access,) = accesses_by(
            reader.identity.actor,
            at=self._clock.now(),
            purpose=reader.purpose,
            what=what,
            plans={None: None},
        )
        return access
