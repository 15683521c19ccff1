"""One plan: its trail, how it stood, and what was different."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from kernel.http import Call, NotEntitled, NotFound, call_router, query
from kernel.http.refusals import PurposeMissing
from services.audit.answers.differences import differences_answer
from services.audit.answers.making import as_of_answer, trail_answer
from services.audit.answers.models import AsOfAnswer, DifferencesAnswer, TrailAnswer
from services.audit.answers.outline import outline
from services.audit.api import examples, forms
from services.audit.api.asking import AsOfQuestion, BetweenQuestion, ListQuestion, Question
from services.audit.api.replying import Whole, listed, told, whole
from services.audit.api.wish import Wish
from services.audit.desk import Desk
from services.audit.lines import Lines
from services.audit.refusals import (
    AmbiguousMoment,
    HistoryTooLong,
    NoSuchVersion,
    NotOpenedThen,
    OutOfOrder,
    TrailNotReady,
)
from services.audit.sentences import CATALOGUES, Language, fill
from services.audit.standings import Comparison, Standing

Version = Annotated[
    int, Path(ge=0, description="An agreed version; 0 is the empty plan.", examples=[1])
]
_EVERY = (PurposeMissing, NotEntitled, NotFound, TrailNotReady)


def plan_routes(desk: Desk) -> APIRouter:
    router = call_router("One plan")

    @router.get(
        "/audit/plans/{plan}/trail",
        summary="Everything that happened to a plan, in order",
        **query(
            TrailAnswer,
            examples.TRAIL,
            refuses=_EVERY,
            etag=False,
            purpose=True,
            also=examples.TRAIL_ALSO,
        ),
    )
    async def read_trail(
        call: Call, plan: UUID, asked: Annotated[ListQuestion, Query()]
    ) -> Response:
        """Plan, mediation and notification events of that plan, each with who, in which role,
        when, why and, where it is disputed, the mark (§ 84 Abs. 2 SGB X)."""
        wish, reader = asked.wish(call), asked.reader(call)
        pages = await desk.trail(reader, plan, after=asked.after, limit=asked.size(wish))
        return await listed(forms.TRAIL, wish, trail_answers(pages, wish.language))

    @router.get(
        "/audit/plans/{plan}/as-of",
        summary="The plan as it stood at a moment",
        **query(
            AsOfAnswer,
            examples.AS_OF,
            refuses=(*_EVERY, HistoryTooLong, NotOpenedThen, NoSuchVersion, AmbiguousMoment),
            etag=False,
            purpose=True,
            also=examples.AS_OF_ALSO,
        ),
    )
    async def read_as_of(
        call: Call, plan: UUID, asked: Annotated[AsOfQuestion, Query()]
    ) -> Response:
        """By time, by position or by agreed version; without any, as it stands now. What was
        disputed only later carries its mark, too."""
        standing = await desk.as_of(asked.reader(call), plan, asked.moment)
        return _standing(standing, asked.wish(call))

    @router.get(
        "/audit/plans/{plan}/versions/{first}/differences/{last}",
        summary="What two agreed versions have different, and who made it so",
        **query(
            DifferencesAnswer,
            examples.DIFFERENCES,
            refuses=(*_EVERY, HistoryTooLong, NoSuchVersion, OutOfOrder),
            etag=False,
            purpose=True,
            also=examples.DIFFERENCES_ALSO,
        ),
    )
    async def compare_versions(
        call: Call, plan: UUID, first: Version, last: Version, asked: Annotated[Question, Query()]
    ) -> Response:
        """Field by field, with the event, the person and the reason behind each difference.
        Version 0 is the empty plan."""
        comparison = await desk.between_versions(asked.reader(call), plan, first, last)
        return _comparison(comparison, asked.wish(call))

    @router.get(
        "/audit/plans/{plan}/differences",
        summary="What was different between two moments, and who made it so",
        **query(
            DifferencesAnswer,
            examples.DIFFERENCES,
            refuses=(*_EVERY, HistoryTooLong, NotOpenedThen, NoSuchVersion, OutOfOrder),
            etag=False,
            purpose=True,
            also=examples.DIFFERENCES_ALSO,
        ),
    )
    async def compare_moments(
        call: Call, plan: UUID, asked: Annotated[BetweenQuestion, Query()]
    ) -> Response:
        """Everything the plan shows, not only what was agreed; each moment is a time, a position
        or the agreement on a version (`v2`; `v0` is the empty plan). Without `to`: up to now."""
        comparison = await desk.between_moments(asked.reader(call), plan, *asked.moments)
        return _comparison(comparison, asked.wish(call))

    return router


async def trail_answers(
    pages: AsyncIterator[Lines], language: Language
) -> AsyncGenerator[TrailAnswer, None]:
    async for page in pages:
        yield trail_answer(page, language)


def _standing(standing: Standing, wish: Wish) -> Response:
    content = as_of_answer(standing)
    if wish.format == "json":
        return told(content, wish, standing.open)
    catalogue = CATALOGUES[wish.language]
    at, plan = standing.last, standing.document.plan
    fields = {"plan": str(plan), "time": at.metadata.time, "position": at.position}
    title = fill(catalogue.phrases["title_as_of"], fields, catalogue)
    lines = Whole(content.true_for, outline(standing, wish.language))
    return whole(forms.AS_OF, wish, lines, title)


def _comparison(comparison: Comparison, wish: Wish) -> Response:
    content = differences_answer(comparison, wish.language)
    if wish.format == "json":
        return told(content, wish)
    return whole(forms.DIFFERENCES, wish, content)
