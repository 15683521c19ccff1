"""Lists over many plans: those of whoever asks, what waits on them, what was kept and missed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts.plan import Party
from kernel.http import (
    AsOf,
    Call,
    Cursor,
    Limit,
    NotEntitled,
    NotFound,
    Page,
    answer,
    call_router,
    cursor_of,
    key_of,
    query,
)
from services.plan.access import has_role_for
from services.plan.api.glance import PAST
from services.plan.api.reading_room import ReadingRoom
from services.plan.api.tasks import InPath
from services.plan.api.views import (
    PlanDuties,
    duties_example,
    duty_example,
    plan_duties,
    row_example,
    task_example,
)
from services.plan.read_models.attention import Reason
from services.plan.read_models.duties import Outcome
from services.plan.read_models.lists import PlanRow, Whose
from services.plan.read_models.owed import FIRST, DutyRow, Owed
from services.plan.read_models.worklist import Key, Task, Wanted, key_of_task

Kinds = Annotated[list[Reason], Query(alias="kind", description="Of these only; may be repeated.")]
Outcomes = Annotated[list[Outcome], Query(alias="outcome", description="May be repeated.")]
OfParty = Annotated[Party | None, Query(description="Whose duties.")]


def listing_routes(room: ReadingRoom) -> APIRouter:
    router = call_router("Lists")

    @router.get(
        "/plans",
        summary="The plans of whoever asks, in the order in which they were opened",
        **query(Page[PlanRow], row_example(), purpose=True, refuses=(NotEntitled,), etag=False),
    )
    async def list_plans(call: Call, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """A counsellor's: those they are assigned to. A client's: their own.

        The list follows the events at a short distance.
        """
        has_role_for("list_plans", call.identity)
        (after,) = key_of(cursor, int) or (0,)
        found = await room.plans(_own(call), after, limit + 1)
        rows = tuple(one.row for one in found[:limit])
        await room.record(call, "list_plans", [(row.plan, row.client) for row in rows])
        more = cursor_of(found[limit - 1].opened) if len(found) > limit else None
        return answer(Page[PlanRow](items=rows, next=more))

    @router.get(
        "/worklist",
        summary="What waits for the counsellor, the most urgent first",
        **query(Page[Task], task_example(), purpose=True, refuses=(NotEntitled, *PAST), etag=False),
    )
    async def read_worklist(
        call: Call,
        kinds: Kinds = [],  # noqa: B006  # FastAPI copies it
        as_of: AsOf = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Times that are over (a demand, a hearing, an important reason), difficulties, reasons and
        drafts that wait for an answer, agreements and reviews that are overdue, copies to hand out,
        mediations that run; of equal urgency what waits longest comes first.

        What is in the list keeps its place until it is done, so that no page shows it twice or
        leaves it out, whatever happens meanwhile.
        """
        has_role_for("read_worklist", call.identity)
        actor, moment = call.identity.actor, await room.moment(as_of)
        now = moment.time if moment else room.clock.now()
        wanted = Wanted(actor.sub, actor.organisation or "", now, kinds)
        key = key_of(cursor, int, datetime, UUID)
        found = await room.tasks(wanted, moment, Key(*key) if key else None, limit + 1)
        rows = tuple(found[:limit])
        await room.record(call, "read_worklist", [(row.plan, row.client) for row in rows])
        more = cursor_of(*key_of_task(found[limit - 1])) if len(found) > limit else None
        return answer(Page[Task](items=rows, next=more))

    @router.get(
        "/duties",
        summary="What was kept and missed, by either side",
        **query(
            Page[DutyRow], duty_example(), purpose=True, refuses=(NotEntitled, *PAST), etag=False
        ),
    )
    async def list_duties(
        call: Call,
        *,
        party: OfParty = None,
        outcomes: Outcomes = [],  # noqa: B006  # FastAPI copies it
        as_of: AsOf = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Every agreement that ever was in force: whose it is, by when, and what became of it; plan
        by plan in the order in which they were opened. A counsellor's are those of the plans they
        advise on, the office's those of the jobcenter.

        As of a moment a page may be short, or empty, and still have a `next`.
        """
        has_role_for("list_duties", call.identity)
        actor = call.identity.actor
        counsellor = actor.sub if actor.role == "counsellor" else None
        owed = Owed(actor.organisation or "", counsellor, party=party, outcomes=outcomes)
        moment, after = await room.moment(as_of), key_of(cursor, int, int) or FIRST
        found, more = await room.duties(owed, moment, after, limit)
        rows = tuple(one.row for one in found)
        await room.record(call, "list_duties", [(row.plan, row.client) for row in rows])
        return answer(Page[DutyRow](items=rows, next=cursor_of(*more) if more else None))

    @router.get(
        "/plans/{plan}/duties",
        summary="What was kept and missed on one plan, by either side",
        **query(PlanDuties, duties_example(), purpose=True, refuses=(NotFound, NotEntitled, *PAST)),
    )
    async def read_duties(call: Call, plan: InPath, as_of: AsOf = None) -> Response:
        """All duties that ever were in force, counted for each side and one by one. Exact at the
        moment of asking."""
        standing = await room.standing("read_duties", call, plan, await room.moment(as_of))
        document = standing.document
        await room.record(call, "read_duties", [(document.plan, document.client)])
        return answer(plan_duties(standing), revision=document.revision)

    return router


def _own(call: Call) -> Whose:
    """A counsellor's are those they advise on; a representative's those they are appointed to."""
    actor, client = call.identity.actor, call.identity.client
    if actor.role == "client":
        return Whose(client=client, representative=None if actor.sub == client else actor.sub)
    return Whose(counsellor=actor.sub, jobcenter=actor.organisation)
