"""Reading plans: one, many, those that need attention, and the copy for the client."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Table
from starlette.responses import Response

from contracts.plan_document import PlanDocument, with_marks
from kernel.access_log import AccessLog, accesses_by
from kernel.clock import Clock
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
    etag,
    key_of,
    query,
)
from kernel.projections import Projection
from kernel.sealing import KeyStore
from services.plan.access import entitled, has_role_for
from services.plan.api.described import COPY, Language
from services.plan.api.tasks import InPath, VersionInPath
from services.plan.api.views import PlanView, row_example, view_example, view_of
from services.plan.copy import Form, document, fingerprint, sheet_of, wording
from services.plan.domain.errors import VersionNotAgreed
from services.plan.plans import Documents
from services.plan.read_models.lists import PlanRow, Whose, plans_of

_USUAL_PURPOSE = {"counsellor": "counselling", "mediator": "mediation"}
_MEDIA_TYPE = {"text": "text/plain", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """Where plans are read. Whoever is not on the client's side leaves an access record."""

    documents: Documents
    view: Projection[Table]
    keys: KeyStore
    accesses: AccessLog
    clock: Clock

    async def plan(self, operation: str, call: Call, plan: UUID) -> PlanDocument:
        """Raises NotEntitled, NotFound."""
        has_role_for(operation, call.identity)
        found = await self.documents.of(plan)
        related = (
            await self.documents.related(found, role=call.identity.actor.role) if found else None
        )
        entitled(operation, call.identity, related)
        assert found is not None
        return found

    async def listed(
        self, operation: str, call: Call, limit: int, cursor: str | None, *, waiting_only: bool
    ) -> Page[PlanRow]:
        has_role_for(operation, call.identity)
        after = key_of(cursor, int) or (0,)
        rows = await self.view.read(
            lambda connection, table: plans_of(
                connection,
                table,
                _own(call),
                waiting_only=waiting_only,
                after=int(after[0]),
                limit=limit + 1,
            )
        )
        more = cursor_of(rows[limit - 1].opened) if len(rows) > limit else None
        return Page[PlanRow](items=tuple(one.row for one in rows[:limit]), next=more)

    async def record(self, call: Call, what: str, shown: PlanDocument | None = None) -> None:
        """Raises PurposeMissing, for a purpose that is too long."""
        actor = call.identity.actor
        if actor.role == "client":
            return
        accesses = accesses_by(
            actor,
            at=self.clock.now(),
            purpose=call.purpose(_USUAL_PURPOSE[actor.role]),
            what=what,
            plans={shown.plan: shown.client} if shown else {None: None},
        )
        await self.accesses.record(*accesses)


def _own(call: Call) -> Whose:
    """A counsellor's are those they advise on; a representative's those they are appointed to."""
    actor, client = call.identity.actor, call.identity.client
    if actor.role == "client":
        return Whose(client=client, representative=None if actor.sub == client else actor.sub)
    return Whose(counsellor=actor.sub, jobcenter=actor.organisation)


def reading_routes(room: ReadingRoom) -> APIRouter:
    router = call_router("Reading")

    @router.get(
        "/plans/{plan}",
        summary="The plan as it stands",
        **query(PlanView, view_example(), purpose=True, refuses=(NotFound, NotEntitled)),
    )
    async def read_plan(call: Call, plan: InPath) -> Response:
        """Exact at the moment of asking: what was acknowledged before is in it.

        With `If-None-Match` a plan that has not changed is not sent again (304).
        """
        found = await room.plan("read_plan", call, plan)
        tag = etag(found.revision)
        if call.headers.get("if-none-match") == tag:
            return Response(None, 304, {"ETag": tag})
        await room.record(call, "read_plan", found)
        open = await room.keys.open_for(found.client)
        return answer(view_of(found), open=open, revision=found.revision)

    @router.get(
        "/plans/{plan}/versions/{version}/copy",
        summary="The readable copy (Exemplar in Textform) of an agreed version",
        **COPY,
    )
    async def read_copy(
        call: Call,
        plan: InPath,
        version: VersionInPath,
        language: Annotated[Language, Query(description="`de-simple` is plain German.")] = "de",
        form: Annotated[Form, Query(description="Plain text, or one HTML page.")] = "text",
    ) -> Response:
        """Short and readable at a glance. Disputed facts stand there with their mark.

        The ETag is the SHA-256 of the document: what handing out this copy is recorded with.
        """
        newest = await room.plan("read_copy", call, plan)
        then = await room.documents.at_version(plan, version)
        if then is None:
            raise VersionNotAgreed(version, len(newest.versions))
        with_marks(then, newest.disputes)
        await room.record(call, "read_copy", newest)
        open, words = await room.keys.open_for(newest.client), wording(language)
        text = document(sheet_of(then, words, open), words, form, language)
        headers = {"ETag": f'"{fingerprint(text)}"', "Content-Language": language}
        return Response(text, 200, headers, _MEDIA_TYPE[form])

    @router.get(
        "/plans",
        summary="The plans of whoever asks, in the order in which they were opened",
        **query(Page[PlanRow], row_example(), purpose=True, refuses=(NotEntitled,), etag=False),
    )
    async def list_plans(call: Call, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """A counsellor's: those they are assigned to. A client's: their own.

        The list follows the events at a short distance.
        """
        page = await room.listed("list_plans", call, limit, cursor, waiting_only=False)
        await room.record(call, "list_plans")
        return answer(page)

    @router.get(
        "/worklist",
        summary="The counsellor's plans on which something waits",
        **query(Page[PlanRow], row_example(), purpose=True, refuses=(NotEntitled,), etag=False),
    )
    async def read_worklist(call: Call, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """Overdue agreements, difficulties and reasons without an answer, drafts to accept,
        copies to hand out, reviews that are due, mediations that run.
        """
        page = await room.listed("read_worklist", call, limit, cursor, waiting_only=True)
        await room.record(call, "read_worklist")
        return answer(page)

    return router
