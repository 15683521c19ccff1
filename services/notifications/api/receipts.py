"""Receipts: that a notification arrived, or was read."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from contracts.model import Contract
from contracts.notifications import Receipt
from kernel.decider import CommandHandler
from kernel.http import Call, NotEntitled, NotFound, answer, call_router, command
from kernel.sealing import KeyStore
from services.notifications.access import Operation
from services.notifications.api.examples import RECEIPT, row_example
from services.notifications.api.reading_room import ReadingRoom
from services.notifications.domain.commands import RecordDelivered, RecordRead
from services.notifications.domain.errors import NotSentYet
from services.notifications.domain.notification import State, stream
from services.notifications.read_models.sent import NotificationRow


class AddReceipt(Contract):
    """`receipt` is what the channel calls its proof."""

    kind: Literal["delivered", "read"]
    receipt: Receipt


def receipt_routes(
    room: ReadingRoom, notifications: CommandHandler[State], keys: KeyStore
) -> APIRouter:
    router = call_router("Receipts")

    @router.post(
        "/notifications/{notification}/receipts",
        summary="Record that it arrived or was read",
        description="That it arrived, the jobcenter's platform says; that it was read, also the "
        "recipient. A second receipt of the same kind changes nothing.",
        **command(
            AddReceipt,
            example=RECEIPT,
            answers=NotificationRow,
            answer_example=row_example() | {"state": "read", "read_at": "2026-03-02T10:00:00Z"},
            status=201,
            refuses=(NotSentYet, NotFound, NotEntitled),
        ),
    )
    async def add_receipt(call: Call, notification: UUID) -> Response:
        asked = await call.content(AddReceipt)
        operation: Operation = "record_read" if asked.kind == "read" else "record_delivered"
        row, _ = await room.one(operation, call.identity, notification)
        await call.content(AddReceipt, await keys.of(row.client))  # once more, for the request hash
        wanted = RecordRead if asked.kind == "read" else RecordDelivered
        outcome = await notifications.handle(
            stream(notification),
            wanted(receipt=asked.receipt),
            call.metadata(room.clock.now(), await room.regime(row.plan), row.plan),
            command_id=call.command_id,
            if_match=call.if_match,
        )
        now, revision = await room.one(operation, call.identity, notification)
        return answer(now, status=201, revision=revision, position=outcome.position)

    return router
