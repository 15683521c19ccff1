"""Who read what: the access records, for data protection officers and for clients themselves."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kernel.access_log import Access, AccessLog
from services.audit.exports.coverage import Concerned, Coverage, Covering
from services.audit.exports.log import Export, ExportLog

STEP = 200
MOST_EXAMINED = 1_000
"""Records that one page may cost."""

Numbered = tuple[int, Access]
MaySee = Callable[[Access], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """What is None does not matter. `who` is who read.

    `whom` the plan or client is about: exports that showed their data belong to the answer.
    """

    plan: UUID | None = None
    client: str | None = None
    who: str | None = None
    whom: Concerned | None = None


@dataclass(frozen=True, slots=True)
class AccessPage:
    """`reached` is where the next page begins, if there may be `more`. `exports` are those among
    the records, by number: what they were about stands there."""

    records: Sequence[Numbered]
    reached: int
    more: bool
    exports: Mapping[int, Export] = field(default_factory=dict)


class ReadingRecords:
    """The access log, and the exports, of which each showed the data of many at once."""

    def __init__(self, log: AccessLog, exports: ExportLog, coverage: Coverage) -> None:
        self.log, self._exports, self._coverage = log, exports, coverage

    async def pages(
        self,
        wanted: AccessFilter,
        may_see: MaySee,
        *,
        after: int,
        limit: int,
    ) -> AsyncIterator[AccessPage]:
        """All that this reader may see, the oldest first, page by page."""
        page = await self._page(wanted, may_see, after=after, limit=limit)
        yield page
        while page.more:
            page = await self._page(wanted, may_see, after=page.reached, limit=limit)
            yield page

    async def _page(
        self,
        wanted: AccessFilter,
        may_see: MaySee,
        *,
        after: int,
        limit: int,
    ) -> AccessPage:
        found: list[Numbered] = []
        for _ in range(MOST_EXAMINED // STEP):
            records, reached, more = await self._next(wanted, after)
            for number, access in records:
                if may_see(access):
                    if len(found) == limit:
                        return await self._told(found, after, True)
                    found.append((number, access))
                after = number
            after = reached
            if not more:
                return await self._told(found, after, False)
        return await self._told(found, after, True)

    async def _next(self, wanted: AccessFilter, after: int) -> tuple[list[Numbered], int, bool]:
        """Some records in order, up to which number that are all, and whether there may be more."""
        own = await self.log.accesses(
            plan=wanted.plan, client=wanted.client, who=wanted.who, after=after, limit=STEP
        )
        ends = [own[-1][0]] if len(own) == STEP else []
        covering = Covering((), None)
        if wanted.whom is not None:
            covering = await self._coverage.of(wanted.whom, wanted.who, after)
        ends += [covering.reached] if covering.reached is not None else []
        through = [(one.number, _access(one)) for one in covering.exports]
        records = sorted({**dict(own), **dict(through)}.items())
        if not ends:
            return records, records[-1][0] if records else after, False
        return [one for one in records if one[0] <= min(ends)], min(ends), True

    async def _told(self, records: Sequence[Numbered], reached: int, more: bool) -> AccessPage:
        numbers = [number for number, access in records if access.what == "export_events"]
        exports = await self._exports.those(numbers) if numbers else []
        return AccessPage(records, reached, more, {one.number: one for one in exports})


def _access(export: Export) -> Access:
    return Access(
        at=export.begun,
        who=export.who,
        role="auditor",
        organisation=export.organisation,
        purpose=export.purpose,
        what="export_events",
    )
