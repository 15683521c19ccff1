"""The only way to what audit knows: entitled, with a purpose, and on record before it answers."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from kernel.access_log import Access, accesses_by
from kernel.clock import Clock
from kernel.http import NotEntitled
from kernel.projections import TrueFor
from kernel.security import Identity
from services.audit.access import (
    Operation,
    Reader,
    Related,
    entitled,
    entitled_across,
    has_role_for,
)
from services.audit.exports.coverage import Concerned
from services.audit.lines import Lines
from services.audit.moments import Moment
from services.audit.past import Past
from services.audit.read_models.consents import ConsentFilter
from services.audit.read_models.trail import PlanFacts, Selection
from services.audit.read_models.ways import Span
from services.audit.reading_records import AccessFilter, AccessPage, ReadingRecords
from services.audit.refusals import NoSuchCommand
from services.audit.register import Consents, Register
from services.audit.standings import Comparison, Standing
from services.audit.trail import Trail
from services.audit.tree import LARGEST, Tree, grown

P = TypeVar("P")


class Desk:
    """Every answer was settled with `access` and leaves an access record before it is given.

    Everything raises NotEntitled, NotFound and TrailNotReady.
    """

    def __init__(
        self,
        trail: Trail,
        past: Past,
        register: Register,
        records: ReadingRecords,
        clock: Clock,
    ) -> None:
        self._trail, self._past, self._register = trail, past, register
        self._records, self._accesses, self._clock = records, records.log, clock

    async def trail(
        self, reader: Reader, plan: UUID, *, after: int, limit: int
    ) -> AsyncIterator[Lines]:
        """Everything that happened to one plan, in whichever service, in order, page by page."""
        facts = await self._one("read_trail", reader, plan)
        await self._record(reader, "read_trail", [facts])
        return self._trail.pages(Selection(plan=plan), after=after, limit=limit)

    async def as_of(self, reader: Reader, plan: UUID, moment: Moment) -> Standing:
        """Raises NotOpenedThen."""
        facts = await self._one("read_as_of", reader, plan)
        standing = await self._past.as_of(facts, moment)
        await self._record(reader, "read_as_of", [facts])
        return standing

    async def between_versions(
        self, reader: Reader, plan: UUID, first: int, last: int
    ) -> Comparison:
        """Raises NoSuchVersion, OutOfOrder."""
        facts = await self._one("compare_versions", reader, plan)
        comparison = await self._past.between_versions(facts, first, last)
        await self._record(reader, "compare_versions", [facts])
        return comparison

    async def between_moments(
        self, reader: Reader, plan: UUID, first: Moment, last: Moment
    ) -> Comparison:
        """Raises NotOpenedThen, OutOfOrder."""
        facts = await self._one("compare_moments", reader, plan)
        comparison = await self._past.between_moments(facts, first, last)
        await self._record(reader, "compare_moments", [facts])
        return comparison

    async def agreements(
        self, reader: Reader, wanted: ConsentFilter, span: Span, limit: int
    ) -> AsyncIterator[Consents]:
        """Who agreed to what and when, page by page; each page is recorded before it is given."""
        own = await self._own_consents(reader, wanted)
        pages = self._register.pages(own, after=span[0], until=span[1], limit=limit)
        return self._recorded("list_agreements", reader, pages, lambda page: page.plans)

    async def events(
        self, reader: Reader, wanted: Selection, span: Span, limit: int
    ) -> AsyncIterator[Lines]:
        """Events of the auditor's jobcenter, page by page; each is recorded before it is given."""
        entitled_across("list_events", reader.identity)
        own = replace(wanted, jobcenter=reader.identity.actor.organisation)
        pages = self._trail.pages(own, after=span[0], until=span[1], limit=limit)
        return self._recorded("list_events", reader, pages, _shown)

    async def tree(self, reader: Reader, command: UUID) -> Tree:
        """What followed from a command, as far as it concerns the auditor's jobcenter.

        Raises NoSuchCommand.
        """
        entitled_across("read_tree", reader.identity)
        own = Selection(correlation=command, jobcenter=reader.identity.actor.organisation)
        page = await self._trail.lines(own, limit=LARGEST)
        if not page.lines:
            raise NoSuchCommand
        await self._record(reader, "read_tree", _shown(page))
        return Tree(command, grown(page.lines), page.true_for, page.reached, page.more)

    async def accesses(
        self, reader: Reader, wanted: AccessFilter, *, after: int, limit: int
    ) -> AsyncIterator[tuple[AccessPage, TrueFor]]:
        """Who read personal data, when and why, up to now. Asking for it is itself on record."""
        own, may_see = await self._own_accesses(reader, wanted)
        own = replace(own, whom=await self._whom(own))
        await self._record(reader, "list_accesses", [])
        true_for = await self._trail.now()

        def seen(access: Access) -> bool:
            return access.at <= true_for.time and may_see(access)

        pages = self._records.pages(own, seen, after=after, limit=limit)
        return _each_with(pages, true_for)

    async def _recorded(
        self,
        what: Operation,
        reader: Reader,
        pages: AsyncIterator[P],
        shown: Callable[[P], Iterable[PlanFacts | None]],
    ) -> AsyncIterator[P]:
        async for page in pages:
            await self._record(reader, what, shown(page))
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

    async def _whom(self, wanted: AccessFilter) -> Concerned | None:
        """Whose data the records are about; None for whatever somebody read."""
        if wanted.plan is not None:
            plan = await self._trail.plan(wanted.plan)
            return Concerned([plan] if plan else [])
        if wanted.client is not None:
            return Concerned(await self._trail.plans_of(wanted.client), wanted.client)
        return None

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
        persons = await self._past.representatives(facts) if represents else ()
        return Related(facts.client, facts.jobcenter, facts.counsellor, persons)

    async def _record(
        self, reader: Reader, what: Operation, shown: Iterable[PlanFacts | None]
    ) -> None:
        """One record for each plan that is shown; one without a plan where there is none."""
        plans: dict[UUID | None, str | None] = {one.plan: one.client for one in shown if one}
        accesses = accesses_by(
            reader.identity.actor,
            at=self._clock.now(),
            purpose=reader.purpose,
            what=what,
            plans=plans or {None: None},
        )
        await self._accesses.record(*accesses)


def _shown(lines: Lines) -> set[PlanFacts | None]:
    return {line.plan for line in lines.lines}


def _self_only(identity: Identity, asked_for: str | None) -> str | None:
    if asked_for not in (None, identity.client):
        raise NotEntitled(
            "You may read what concerns yourself.", allowed="Leave out ?client=, or name yourself."
        )
    return identity.client


async def _each_with(
    pages: AsyncIterator[AccessPage], true_for: TrueFor
) -> AsyncIterator[tuple[AccessPage, TrueFor]]:
    async for page in pages:
        yield page, true_for
