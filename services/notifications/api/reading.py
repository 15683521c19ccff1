"""Who was told what, and when."""

from typing import Annotated
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
from services.notifications.api.examples import list_example, row_example
from services.notifications.api.reading_room import ReadingRoom
from services.notifications.read_models.sent import NotificationRow

OfPlan = Annotated[UUID | None, Query(description="In the matter of this plan.")]
ForRecipient = Annotated[Identifier | None, Query(description="For this person.")]


def reading_routes(room: ReadingRoom) -> APIRouter:
    router = call_router("Notifications")

    @router.get(
        "/notifications",
        summary="Who was told what, and when, without texts",
        description="In the order of planning. Without a plan, what is for whoever asks; with it, "
        "the counsellor and the jobcenter's platform see all of it, a client and their "
        "representative what is for them. Follows the events at a short distance. Leaves an "
        "access record.",
        **query(
            Page[NotificationRow],
            list_example(),
            refuses=(NotFound, NotEntitled),
            etag=False,
            purpose=True,
        ),
    )
    async def list_notifications(
        call: Call,
        plan: OfPlan = None,
        recipient: ForRecipient = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        within = await room.allowed(call.identity, plan, recipient)
        (after,) = key_of(cursor, int) or (0,)
        found = await room.listed(within, int(after), limit + 1)
        more = cursor_of(found[limit - 1].number) if len(found) > limit else None
        rows = tuple(one.row for one in found[:limit])
        await room.record(call, "list_notifications", rows)
        return answer(Page[NotificationRow](items=rows, next=more))

    @router.get(
        "/notifications/{notification}",
        summary="One notification as it stands now",
        description="For its recipient, who represents them, the counsellor and the jobcenter's "
        "platform. Leaves an access record.",
        **query(NotificationRow, row_example(), refuses=(NotFound, NotEntitled), purpose=True),
    )
    async def read_notification(call: Call, notification: UUID) -> Response:
        row, revision = await room.one("read_notification", call.identity, notification)
        await room.record(call, "read_notification", [row])
        return answer(row, revision=revision)

    return router
