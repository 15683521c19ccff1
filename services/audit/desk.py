"""The only way to what audit knows: entitled, with a purpose, and on record before it answers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kernel.access_log import Access, AccessLog
from kernel.clock import Clock
from kernel.http import NotEntitled
from kernel.security import Identity
from services.audit.access import (
    Operation,
    Reader,
    Related,
    entitled,
    entitled_across,
    has_role_for,
)
from services.audit.lines import Lines
from services.audit.moments import Moment
from services.audit.read_models.consents import ConsentFilter
from services.audit.read_models.trail import PlanFacts, Selection
from services.audit.reading_records import AccessFilter, AccessPage, access_page
from services.audit.register import Consents, Register
from services.audit.standings import Comparison, Standing
from services.audit.trail import Trail

EXPORT_PAGE = 500
"""Lines that an export holds in memory."""


class Desk:
    """Every answer was settled with `access` and leaves an access record before it is given.

    Everything raises NotEntitled, NotFound and TrailNotReady.
    """

    def __init__(self, trail: Trail, register: Register, accesses: AccessLog, clock: Clock) -> None:
        self._trail, self._register = trail, register
        self._accesses, self._clock = accesses, clock

    async def trail(self, reader: Reader, plan: UUID, *, after: int, limit: int) -> Lines:
        """Everything that happened to one plan, in whichever service, in order."""
        facts = await self._one("read_trail", reader, plan)
        lines = await self._trail.lines(Selection(plan=plan), after=after, limit=limit)
        await self._record(reader, "read_trail", [facts])
        return lines

    async def whole_trail(self, reader: Reader, plan: UUID) -> AsyncIterator[Lines]:
        """The same from beginning to end; checked and recorded before this returns."""
        facts = await self._one("read_trail", reader, plan)
        await self._record(reader, "read_trail", [facts])
        return self._trail.pages(Selection(plan=plan), EXPORT_PAGE)

    async def as_of(self, reader: Reader, plan: UUID, moment: Moment) -> Standing:
        """Raises NotOpenedThen."""
        facts = await self._one("read_as_of", reader, plan)
        standing = await self._trail.as_of(facts, moment)
        await self._record(reader, "read_as_of", [facts])
        return standing

    async def between_versions(
        self, reader: Reader, plan: UUID, first: int, last: int
    ) -> Comparison:
        """Raises NoSuchVersion, OutOfOrder."""
        facts = await self._one("compare_versions", reader, plan)
        comparison = await self._trail.between_versions(facts, first, last)
        await self._record(reader, "compare_versions", [facts])
        return comparison

    async def between_moments(
        self, reader: Reader, plan: UUID, first: Moment, last: Moment
    ) -> Comparison:
        """Raises NotOpenedThen, OutOfOrder."""
        facts = await self._one("compare_moments", reader, plan)
        comparison = await self._trail.between_moments(facts, first, last)
        await self._record(reader, "compare_moments", [facts])
        return comparison

    async def agreements(
        self, reader: Reader, wanted: ConsentFilter, *, after: int, limit: int
    ) -> Consents:
        """Who agreed to what and when."""
        own = await self._own_consents(reader, wanted)
        page = await self._register.page(own, after=after, limit=limit)
        await self._record(reader, "list_agreements", page.plans)
        return page

    async def events(self, reader: Reader, wanted: Selection, *, after: int, limit: int) -> Lines:
        """Events of the auditor's jobcenter."""
        own = self._own_events(reader, wanted)
        lines = await self._trail.lines(own, after=after, limit=limit)
        await self._record(reader, "list_events", _shown(lines))
        return lines

    async def all_events(self, reader: Reader, wanted: Selection) -> AsyncIterator[Lines]:
        """The same, as much as there is; each page is recorded before it is given."""
        own = self._own_events(reader, wanted)
        return self._recorded(reader, self._trail.pages(own, EXPORT_PAGE))

    async def accesses(
        self, reader: Reader, wanted: AccessFilter, *, after: int, limit: int
    ) -> AccessPage:
        """Who read personal data, when and why. Asking for it is itself on record."""
        own, may_see = await self._own_accesses(reader, wanted)
        page = await access_page(self._accesses, own, may_see, after=after, limit=limit)
        await self._record(reader, "list_accesses", [])
        return page

    def _own_events(self, reader: Reader, wanted: Selection) -> Selection:
        entitled_across("list_events", reader.identity)
        return replace(wanted, jobcenter=reader.identity.actor.organisation)

    async def _recorded(self, reader: Reader, pages: AsyncIterator[Lines]) -> AsyncIterator[Lines]:
        async for page in pages:
            await self._record(reader, "list_events", _shown(page))
            yield page

    async def _own_consents(self, reader: Reader, wanted: ConsentFilter) -> ConsentFilter:
        """Narrowed to what this reader may see; foreign plans and clients are simply not there."""
        identity = reader.identity
        if wanted.plan is not None:
            await self._one("list_agreements", reader, wanted.plan)
            return wanted
        entitled_across("list_agreements", identity)
        if identity.actor.role == "auditor":
            return replace(wanted, jobcenter=identity.actor.organisation)
        return replace(wanted, client=_self_only(identity, wanted.client))

    async def _own_accesses(
        self, reader: Reader, wanted: AccessFilter
    ) -> tuple[AccessFilter, Callable[[Access], bool]]:
        """An auditor sees who read plans of the jobcenter, and what its own people read."""
        identity = reader.identity
        if wanted.plan is not None:
            await self._one("list_accesses", reader, wanted.plan)
            return wanted, lambda _: True
        entitled_across("list_accesses", identity)
        if identity.actor.role == "auditor":
            own = identity.actor.organisation
            plans = await self._trail.plans_of(wanted.client) if wanted.client else []
            here = {plan.plan for plan in plans if plan.jobcenter == own}
            return wanted, lambda access: access.organisation == own or access.plan in here
        return replace(wanted, client=_self_only(identity, wanted.client)), lambda _: True

    async def _one(self, operation: Operation, reader: Reader, plan: UUID) -> PlanFacts:
        """One plan, if this reader may read it."""
        has_role_for(operation, reader.identity)
        facts = await self._trail.plan(plan)
        related = await self._related(reader, facts) if facts else None
        entitled(operation, reader.identity, related)
        assert facts is not None
        return facts

    async def _related(self, reader: Reader, facts: PlanFacts) -> Related:
        """Representatives are looked up only where somebody says that they are one."""
        identity = reader.identity
        represents = identity.actor.role == "client" and identity.actor.sub != identity.client
        persons = await self._trail.representatives(facts) if represents else ()
        return Related(facts.client, facts.jobcenter, facts.counsellor, persons)

    async def _record(
        self, reader: Reader, what: Operation, shown: Iterable[PlanFacts | None]
    ) -> None:
        """One record for each plan that is shown; one without a plan where there is none."""
        now = self._clock.now()
        plans = {plan.plan: plan for plan in shown if plan is not None}
        records = [_access(reader, what, now, plan) for plan in plans.values() or [None]]
        await asyncio.gather(*(self._accesses.record(one) for one in records))


def _shown(lines: Lines) -> set[PlanFacts | None]:
    return {line.plan for line in lines.lines}


def _access(reader: Reader, what: Operation, now: datetime, plan: PlanFacts | None) -> Access:
    actor = reader.identity.actor
    return Access(
        at=now,
        who=actor.sub,
        role=actor.role,
        organisation=actor.organisation,
        purpose=reader.purpose,
        what=what,
        plan=plan.plan if plan else None,
        client=plan.client if plan else None,
    )


def _self_only(identity: Identity, asked_for: str | None) -> str | None:
    if asked_for not in (None, identity.client):
        raise NotEntitled(
            "You may read what concerns yourself.", allowed="Leave out ?client=, or name yourself."
        )
    return identity.client
