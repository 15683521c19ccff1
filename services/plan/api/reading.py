"""Reading one plan: as it stands, and the copy for the client."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts.plan_document import with_marks
from kernel.http import Call, NotEntitled, NotFound, answer, call_router, etag, query
from services.plan.api.described import COPY, Language
from services.plan.api.pages import page
from services.plan.api.reading_room import ReadingRoom
from services.plan.api.tasks import InPath, VersionInPath
from services.plan.api.views import PlanView, view_example, view_of
from services.plan.copy import Form, document, fingerprint, sheet_of, wording
from services.plan.domain.errors import VersionNotAgreed


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
        await room.record(call, "read_plan", [(found.plan, found.client)])
        open = await room.keys.open_for(found.client)
        return answer(view_of(found, room.clock.now()), open=open, revision=found.revision)

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
        await room.record(call, "read_copy", [(newest.plan, newest.client)])
        open, words = await room.keys.open_for(newest.client), wording(language)
        text = document(sheet_of(then, words, open), words, form, language)
        return page(text, form, language, ETag=f'"{fingerprint(text)}"')

    return router
