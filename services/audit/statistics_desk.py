"""The only way to a jobcenter's statistics: for its auditors, with a purpose, and on record."""

from dataclasses import dataclass
from datetime import datetime

from kernel.access_log import AccessLog, accesses_by
from kernel.as_of import moment_of, up_to
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.projections import Projection, ProjectionNotReady, TrueFor
from services.audit.access import Reader, entitled_across
from services.audit.read_models.statistics import Series, StatisticsTables, counted, series
from services.audit.refusals import TrailNotReady


@dataclass(frozen=True, slots=True)
class Statistics:
    jobcenter: str
    months: Series
    true_for: TrueFor


@dataclass(frozen=True, slots=True)
class StatisticsDesk:
    store: EventStore
    rows: Projection[StatisticsTables]
    accesses: AccessLog
    clock: Clock

    async def statistics(self, reader: Reader, as_of: int | datetime | None) -> Statistics:
        """Of the reader's own jobcenter. Raises NotEntitled, TrailNotReady, MomentAhead,
        NoEventThere."""
        entitled_across("read_statistics", reader.identity)
        jobcenter = reader.identity.actor.organisation or ""
        try:
            statistics = await self._as_of(jobcenter, as_of)
        except ProjectionNotReady as cause:
            raise TrailNotReady from cause
        await self._record(reader)
        return statistics

    async def _as_of(self, jobcenter: str, as_of: int | datetime | None) -> Statistics:
        if as_of is None:
            answer = await self.rows.answer(lambda c, t: counted(c, t, jobcenter, None))
            true_for = await self.rows.true_for(answer, self.clock)
            return Statistics(jobcenter, series(answer.value), true_for)
        moment = await moment_of(self.store, self.clock, as_of)
        found = await up_to(
            self.store, self.rows, moment, lambda c, t: counted(c, t, jobcenter, moment)
        )
        position = moment.position if moment.position is not None else await self.store.head()
        return Statistics(jobcenter, series(found), TrueFor(position, moment.time))

    async def _record(self, reader: Reader) -> None:
        """It shows nobody's data; that it was asked for is on record all the same."""
        accesses = accesses_by(
            reader.identity.actor,
            at=self.clock.now(),
            purpose=reader.purpose,
            what="read_statistics",
            plans={None: None},
        )
        await self.accesses.record(*accesses)
