"""A jobcenter's statistics: numbers by month, in every format, without anybody's data."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from contracts import examples
from contracts.envelope import Identifier
from contracts.model import Contract
from kernel.as_of import MomentAhead, NoEventThere
from kernel.http import Call, NotEntitled, call_router, query
from kernel.http.moments import PointInPast
from kernel.http.refusals import PurposeMissing
from services.audit.answers import as_csv, as_text
from services.audit.answers.making import truth
from services.audit.answers.models import Truth
from services.audit.api.asking import Question
from services.audit.api.replying import Form, Whole, told, whole
from services.audit.api.wish import Wish
from services.audit.read_models.statistics import Counted, MonthRow, series
from services.audit.read_models.statistics.counting import Measure
from services.audit.refusals import TrailNotReady
from services.audit.sentences import Language
from services.audit.statistics_desk import Statistics, StatisticsDesk

_TITLE = {"de": "Statistik, Monat für Monat", "en": "Statistics, month by month"}


class StatisticsQuestion(Question):
    as_of: Annotated[
        PointInPast | None,
        Field(alias="as-of", description="As of a time or a position.", examples=[4711]),
    ] = None


class StatisticsAnswer(Contract):
    """Months that are over, with what was recorded in them. `suppressed` stands for numbers below
    five, and for those from which such a number could be worked out."""

    true_for: Truth
    jobcenter: Identifier
    items: tuple[MonthRow, ...]


def statistics_routes(desk: StatisticsDesk) -> APIRouter:
    router = call_router("Across plans")

    @router.get(
        "/audit/statistics",
        summary="Numbers of the jobcenter, month by month, without personal data",
        **query(
            StatisticsAnswer,
            _example().model_dump(mode="json", exclude_none=True),
            refuses=(PurposeMissing, NotEntitled, TrailNotReady, MomentAhead, NoEventThere),
            etag=False,
            purpose=True,
            also=_also(),
        ),
    )
    async def read_statistics(
        call: Call, asked: Annotated[StatisticsQuestion, Query()]
    ) -> Response:
        """Plans opened, closed and in force, agreements kept and missed by each side, reviews
        overdue, mediations by outcome, referrals. A month appears when it is over and never changes
        again, so that two answers of different moments tell no more than the later one."""
        wish = asked.wish(call)
        return _reply(_answer(await desk.statistics(asked.reader(call), asked.as_of)), wish)

    return router


def _answer(found: Statistics) -> StatisticsAnswer:
    return StatisticsAnswer(
        true_for=truth(found.true_for), jobcenter=found.jobcenter, items=found.months
    )


def _reply(content: StatisticsAnswer, wish: Wish) -> Response:
    if wish.format == "json":
        return told(content, wish)
    return whole(_FORM, wish, Whole(content.true_for, content.items), _TITLE[wish.language])


def _flat(row: BaseModel, above: str = "") -> Iterator[tuple[str, Any]]:
    """Each number with the names that lead to it."""
    for name in type(row).model_fields:
        value = getattr(row, name)
        if isinstance(value, BaseModel):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _row(month: MonthRow) -> as_csv.Row:
    return dict(_flat(month))


def _text(items: Iterable[MonthRow], _language: Language) -> Iterator[str]:
    for month in items:
        (_, name), *numbers = _flat(month)
        yield str(name)
        yield from (f"{as_text.INDENT}{path}: {number}" for path, number in numbers)


_MONTH = 2026 * 12 + 2
_NUMBERS = {
    Measure.OPENED: 41,
    Measure.CAME_INTO_FORCE: 38,
    Measure.KEPT_BY_CLIENT: 27,
    Measure.KEPT_BY_JOBCENTER: 31,
    Measure.MISSED_BY_CLIENT: 3,
    Measure.MISSED_BY_JOBCENTER: 6,
}
_SHOWN = series(Counted({(_MONTH, one): n for one, n in _NUMBERS.items()}, _MONTH + 1))
_FORM: Form[MonthRow] = Form("title_events", tuple(_row(_SHOWN[0])), _row, _text)


def _example() -> StatisticsAnswer:
    true_for = Truth(position=4711, time=examples.METADATA.time)
    return StatisticsAnswer(true_for=true_for, jobcenter="jc-duesseldorf", items=_SHOWN)


def _also() -> dict[str, str]:
    csv, text = (_reply(_example(), Wish(one, "en")) for one in ("csv", "text"))
    return {"text/csv": bytes(csv.body).decode(), "text/plain": bytes(text.body).decode()}
