"""Where plans are read: by whom, which, as of when, and what that leaves in the access record."""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.plan_document import PlanDocument
from kernel.access_log import AccessLog, accesses_by
from kernel.as_of import Moment, NotThereThen, moment_of
from kernel.clock import Clock
from kernel.event_store import EventStore
from kernel.http import Call
from kernel.projections import Projection
from kernel.sealing import KeyStore
from services.plan.access import entitled, has_role_for
from services.plan.past import Past
from services.plan.plans import Documents
from services.plan.read_models.lists import Listed, Whose, plans_of
from services.plan.read_models.owed import Found, Owed, Place, duties_in, duties_owed
from services.plan.read_models.standing import Standing
from services.plan.read_models.tables import PlanTables
from services.plan.read_models.worklist import Key, Task, Wanted, key_of_task, tasks_in, tasks_of

PLANS_AT_A_TIME = 100
"""Plans of the past that one page of a list looks through."""

_USUAL_PURPOSE = {
    "counsellor": "counselling",
    "mediator": "mediation",
    "system": "work of the jobcenter's office",
}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """Whoever is not on the client's side leaves an access record."""

    store: EventStore
    documents: Documents
    past: Past
    view: Projection[PlanTables]
    keys: KeyStore
    accesses: AccessLog
    clock: Clock

    async def plan(self, operation: str, call: Call, plan: UUID) -> PlanDocument:
        """As it stands now. Raises NotEntitled, NotFound."""
        has_role_for(operation, call.identity)
        found = await self.documents.of(plan)
        related = (
            await self.documents.related(found, role=call.identity.actor.role) if found else None
        )
        entitled(operation, call.identity, related)
        assert found is not None
        return found

    async def moment(self, as_of: int | datetime | None) -> Moment | None:
        """None for now. Raises MomentAhead, NoEventThere."""
        return None if as_of is None else await moment_of(self.store, self.clock, as_of)

    async def standing(
        self, operation: str, call: Call, plan: UUID, moment: Moment | None
    ) -> Standing:
        """Whoever may see a plan now may see how it stood before. Raises NotEntitled, NotFound,
        NotThereThen, TooMuchToReplay."""
        now = await self.plan(operation, call, plan)
        found = await (self.past.plan(plan, moment) if moment else self.documents.standing(plan))
        if found is None:
            raise NotThereThen(now.opened.at)
        return found

    async def plans(self, whose: Whose, after: int, limit: int) -> list[Listed]:
        now = self.clock.now()
        found = await self.view.read(
            lambda connection, tables: plans_of(
                connection, tables, whose, now=now, after=after, limit=limit
            )
        )
        return list(found)

    async def tasks(
        self, wanted: Wanted, moment: Moment | None, after: Key | None, limit: int
    ) -> list[Task]:
        """Raises TooMuchToReplay."""
        if moment is None:
            return list(await self.view.read(lambda c, t: tasks_of(c, t, wanted, after, limit)))
        ever = await self.past.advised_on_by(wanted.counsellor, wanted.jobcenter, moment)
        found = [
            task
            async for standing in self.past.standings([plan for _, plan in ever], moment)
            for task in tasks_in(standing, wanted)
            if after is None or key_of_task(task) > after
        ]
        return sorted(found, key=key_of_task)[:limit]

    async def duties(
        self, owed: Owed, moment: Moment | None, after: Place, limit: int
    ) -> tuple[list[Found], Place | None]:
        """And behind which place the next ones begin. Of the past a page may be short, or empty,
        and still have a next one: then looking goes on from there. Raises TooMuchToReplay."""
        if moment is not None:
            return await self._duties_then(owed, moment, after, limit)
        found = await self.view.read(lambda c, t: duties_owed(c, t, owed, after, limit + 1))
        return list(found[:limit]), found[limit - 1].place if len(found) > limit else None

    async def _duties_then(
        self, owed: Owed, moment: Moment, after: Place, limit: int
    ) -> tuple[list[Found], Place | None]:
        most, past = PLANS_AT_A_TIME + 1, self.past
        if owed.counsellor is not None:
            plans = await past.advised_on_by(owed.counsellor, owed.jobcenter, moment, after[0])
        else:
            plans = await past.opened_in(owed.jobcenter, moment, after[0], most)
        looked_at = [plan for _, plan in plans[:PLANS_AT_A_TIME]]
        found: list[Found] = []
        async with aclosing(past.standings(looked_at, moment)) as standings:
            async for standing in standings:
                found += (one for one in duties_in(standing, owed) if one.place > after)
                if len(found) > limit:
                    return found[:limit], found[limit - 1].place
        more = plans[PLANS_AT_A_TIME:]
        return found, (more[0][0], -1) if more else None

    async def record(self, call: Call, what: str, shown: Iterable[tuple[UUID, str]] = ()) -> None:
        """One for each plan that is shown, with its client. Raises PurposeMissing."""
        actor = call.identity.actor
        if actor.role == "client":
            return
        plans: dict[UUID | None, str | None] = dict(shown)
        accesses = accesses_by(
            actor,
            at=self.clock.now(),
            purpose=call.purpose(_USUAL_PURPOSE[actor.role]),
            what=what,
            plans=plans or {None: None},
        )
        await self.accesses.record(*accesses)
