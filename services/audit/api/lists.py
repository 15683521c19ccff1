"""Across plans: who agreed to what and when, what happened, and who read it."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kernel.http import Call, NotEntitled, NotFound, call_router, query
from kernel.http.refusals import PurposeMissing
from kernel.projections import TrueFor
from services.audit.answers.making import accesses_answer, agreements_answer
from services.audit.answers.models import AccessesAnswer, AgreementsAnswer, TrailAnswer
from services.audit.api import examples, forms
from services.audit.api.asking import (
    AccessesQuestion,
    AgreementsQuestion,
    EventsQuestion,
    until,
)
from services.audit.api.plans import trail_answers
from services.audit.api.replying import listed
from services.audit.desk import Desk
from services.audit.read_models.consents import ConsentFilter
from services.audit.reading_records import AccessFilter, AccessPage
from services.audit.refusals import TrailNotReady, UnknownKind
from services.audit.register import Consents
from services.audit.sentences import Language

_EVERY = (PurposeMissing, NotEntitled, NotFound, TrailNotReady)


def list_routes(desk: Desk) -> APIRouter:
    router = call_router("Across plans")

    @router.get(
        "/audit/agreements",
        summary="Who agreed to what and when",
        **query(
            AgreementsAnswer,
            examples.AGREEMENTS,
            refuses=_EVERY,
            etag=False,
            purpose=True,
            also=examples.AGREEMENTS_ALSO,
        ),
    )
    async def list_agreements(
        call: Call, asked: Annotated[AgreementsQuestion, Query()]
    ) -> Response:
        """Each act of consent: to which version or solution, by which channel, declared by whom
        and on whose behalf, and whether all agreed in the end or it was withdrawn. An auditor sees
        those of the jobcenter, a client their own, a counsellor those of one plan."""
        wish, reader = asked.wish(call), asked.reader(call)
        wanted = ConsentFilter(
            plan=asked.plan,
            client=asked.client,
            person=asked.person,
            since=asked.since,
            digest=asked.digest,
            before=asked.before,
        )
        span = asked.after, until(asked)
        pages = await desk.agreements(reader, wanted, span, asked.size(wish))
        return await listed(forms.AGREEMENTS, wish, _agreements(pages, wish.language))

    @router.get(
        "/audit/events",
        summary="What happened, by person, role, kind, period or cause",
        **query(
            TrailAnswer,
            examples.TRAIL,
            refuses=(*_EVERY, UnknownKind),
            etag=False,
            purpose=True,
            also=examples.TRAIL_ALSO,
        ),
    )
    async def list_events(call: Call, asked: Annotated[EventsQuestion, Query()]) -> Response:
        """Events of the auditor's jobcenter, over all services. A page may be short, or empty, and
        still have a `next`: where little is found, looking goes on from there."""
        wish, reader = asked.wish(call), asked.reader(call)
        span = asked.after, until(asked)
        pages = await desk.events(reader, asked.selection, span, asked.size(wish))
        return await listed(forms.EVENTS, wish, trail_answers(pages, wish.language))

    @router.get(
        "/audit/access-records",
        summary="Who read personal data, when and for which purpose",
        **query(
            AccessesAnswer,
            examples.ACCESSES,
            refuses=_EVERY,
            etag=False,
            purpose=True,
            also=examples.ACCESSES_ALSO,
        ),
    )
    async def list_accesses(call: Call, asked: Annotated[AccessesQuestion, Query()]) -> Response:
        """For data protection officers (role auditor) and for clients about themselves. Reading
        this is on record, too."""
        wish, reader = asked.wish(call), asked.reader(call)
        wanted = AccessFilter(plan=asked.plan, client=asked.client, who=asked.who)
        size = asked.size(wish)
        pages = await desk.accesses(reader, wanted, after=asked.after, limit=size)
        return await listed(forms.ACCESSES, wish, _accesses(pages))

    return router


async def _agreements(
    pages: AsyncIterator[Consents], language: Language
) -> AsyncGenerator[AgreementsAnswer, None]:
    async for page in pages:
        yield agreements_answer(page, language)


async def _accesses(
    pages: AsyncIterator[tuple[AccessPage, TrueFor]],
) -> AsyncGenerator[AccessesAnswer, None]:
    async for page, true_for in pages:
        yield accesses_answer(page, true_for)
