"""Reading one case with its texts, and finding cases without them."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts.envelope import Identifier
from kernel.http import (
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
from services.mediation.api.examples import case_example, list_example
from services.mediation.api.reading_room import ReadingRoom, Wanted
from services.mediation.api.tasks import for_whom, parameters_in
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.register import CaseRow, Listed

OfPlan = Annotated[UUID | None, Query(description="Of this plan.")]
OfMediator = Annotated[Identifier | None, Query(description="Mediated by this person.")]
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
            refuses=(NotFound, NotEntitled),
            etag=False,
            purpose=True,
        ),
    )
    async def list_mediations(
        call: Call,
        plan: OfPlan = None,
        mediator: OfMediator = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        wanted = await room.allowed(call.identity, Wanted(plan=plan, mediator=mediator))
        (after,) = key_of(cursor, int) or (0,)
        page = _page(await room.listed(wanted, int(after), limit + 1), limit, room)
        await room.record(call, "list_mediations", page.items)
        return answer(page)

    return router


def _page(found: Sequence[Listed], limit: int, room: ReadingRoom) -> Page[CaseRow]:
    now = room.clock.now()
    more = cursor_of(found[limit - 1].number) if len(found) > limit else None
    return Page[CaseRow](items=tuple(one.row.at(now) for one in found[:limit]), next=more)
