"""The plan at a glance, as JSON or as a page to be read, now or as of any moment."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts import examples
from kernel.as_of import MomentAhead, NoEventThere, NotThereThen, TooMuchToReplay
from kernel.http import AsOf, Call, NotEntitled, NotFound, answer, call_router, query
from services.plan.api.described import Language
from services.plan.api.pages import MEDIA_TYPE, page
from services.plan.api.reading_room import ReadingRoom
from services.plan.api.tasks import InPath
from services.plan.api.views import TEXT, example_plan
from services.plan.copy import Form, document, glance_sheet, wording
from services.plan.read_models.glance import Glance, glance_of

PAST = (MomentAhead, NoEventThere, NotThereThen, TooMuchToReplay)

_FORMS: dict[str, Form] = {"text": "text", "html": "html"}


def glance_routes(room: ReadingRoom) -> APIRouter:
    router = call_router("Reading")

    @router.get(
        "/plans/{plan}/glance",
        summary="The plan at a glance",
        **query(
            Glance,
            glance_example(),
            purpose=True,
            refuses=(NotFound, NotEntitled, *PAST),
            also=_pages(),
        ),
    )
    async def read_glance(
        call: Call,
        plan: InPath,
        as_of: AsOf = None,
        language: Annotated[Language, Query(description="`de-simple` is plain German.")] = "de",
        form: Annotated[
            Literal["json", "text", "html"],
            Query(description="For a program, or for people: plain text, or one HTML page."),
        ] = "json",
    ) -> Response:
        """The six headings with how each promise of both sides stands, what comes next, which
        version is in force, whether a mediation runs and what rests because of it.

        As of a moment it is told from the plan's own events; what was disputed only later carries
        its mark there, too.
        """
        moment = await room.moment(as_of)
        found = (await room.standing("read_glance", call, plan, moment)).document
        await room.record(call, "read_glance", [(found.plan, found.client)])
        open = await room.keys.open_for(found.client)
        glance = glance_of(found, moment.time if moment else room.clock.now())
        if form == "json":
            return answer(glance, open=open, revision=found.revision)
        words = wording(language)
        text = document(glance_sheet(glance, words, open), words, _FORMS[form], language)
        return page(text, _FORMS[form], language)

    return router


def glance_example() -> dict[str, Any]:
    return _example().model_dump(mode="json", exclude_none=True, context={"open": lambda _: TEXT})


def _example() -> Glance:
    return glance_of(example_plan(), examples.METADATA.time)


def _pages() -> dict[str, str]:
    words = wording("en")
    sheet = glance_sheet(_example(), words, lambda _: TEXT)
    return {MEDIA_TYPE[form]: document(sheet, words, form, "en") for form in _FORMS.values()}
