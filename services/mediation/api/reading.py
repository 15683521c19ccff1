"""Reading one case with its texts, and finding cases without them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts.envelope import Identifier
from kernel.as_of import MomentAhead, NoEventThere, TooMuchToReplay
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
from kernel.sealing import KeyStore
from services.mediation.access import has_role_for
from services.mediation.api.examples import case_example, list_example, own_example
from services.mediation.api.reading_room import ReadingRoom
from services.mediation.api.tasks import for_whom, parameters_in
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.own_cases import Key, OwnCase, key_of_case
from services.mediation.read_models.register import CaseRow, Wanted

OfPlan = Annotated[UUID | None, Query(description="Of this plan.")]
OfMediator = Annotated[Identifier | None, Query(description="Mediated by this person.")]
PAST = (MomentAhead, NoEventThere, TooMuchToReplay)

_PATH = "/mediations/{mediation}"


def reading_routes(room: ReadingRoom, keys: KeyStore) -> APIRouter:
    router = call_router("Cases")
    in_path: Any = parameters_in(_PATH)["mediation"]

    @router.get(
        _PATH,
        summary="A case as it stands, with its texts",
        description=f"{for_whom('read_mediation')} Leaves an access record.",
        **query(MediationDocument, case_example(), refuses=(NotFound, NotEntitled), purpose=True),
    )
    async def read_mediation(call: Call, mediation: in_path) -> Response:
        found, revision = await room.case(call, mediation)
        await room.record(call, "read_mediation", [found])
        open = await keys.open_for(found.client)
        return answer(found, open=open, revision=revision)

    @router.get(
        "/mediations",
        summary="Cases in the order of their requests, without texts",
        description="Clients and counsellors name a plan; a mediator sees their own cases, the "
        "office those of its jobcenter. Follows the events at a short distance.\n\n"
        f"{for_whom('list_mediations')} Leaves an access record.",
        **query(
            Page[CaseRow],
            list_example(),
            refuses=(NotFound, NotEntitled, *PAST),
            etag=False,
            purpose=True,
        ),
    )
    async def list_mediations(
        call: Call,
        *,
        plan: OfPlan = None,
        mediator: OfMediator = None,
        as_of: AsOf = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        wanted = await room.allowed(call.identity, Wanted(plan=plan, mediator=mediator))
        (number,) = key_of(cursor, int) or (0,)
        rows, more = await room.listed(wanted, await room.moment(as_of), number, limit)
        await room.record(call, "list_mediations", rows)
        return answer(Page[CaseRow](items=tuple(rows), next=cursor_of(more) if more else None))

    @router.get(
        "/cases",
        summary="A mediator's running cases, what ends first first",
        description="With the days left, the next talk, how the solution stands and what is "
        f"expected of whom. {for_whom('list_cases')} Leaves an access record for each plan.",
        **query(
            Page[OwnCase],
            own_example(),
            refuses=(NotEntitled, *PAST),
            etag=False,
            purpose=True,
        ),
    )
    async def list_cases(
        call: Call, as_of: AsOf = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        has_role_for("list_cases", call.identity)
        moment = await room.moment(as_of)
        key = key_of(cursor, datetime, UUID)
        after = Key(*key) if key else None
        found = await room.own_cases(call.identity.actor.sub, moment, after, limit + 1)
        page = tuple(found[:limit])
        await room.record(call, "list_cases", page)
        more = cursor_of(*key_of_case(found[limit - 1])) if len(found) > limit else None
        return answer(Page[OwnCase](items=page, next=more))

    return router
