"""What is asked of the views: each kind of question that services answer from them, until the
answer is written, its texts open."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from starlette.responses import Response

from benchmarks.population import UNTIL
from kernel.http import Page, answer
from kernel.projections import Answer, Projection
from koop.embedded import Embedded
from services.audit.answers.making import agreements_answer, as_of_answer, trail_answer
from services.audit.moments import Moment
from services.audit.past import Past
from services.audit.read_models.consents import ConsentFilter
from services.audit.read_models.trail import Selection, TrailTables
from services.audit.register import Register
from services.audit.trail import Trail
from services.mediation.read_models.register import Wanted, cases
from services.notifications.read_models.sent import sent
from services.plan.api.views import view_of
from services.plan.plans import Documents
from services.plan.read_models import worklist
from services.plan.read_models.lists import Whose, plans_of
from services.plan.read_models.owed import FIRST, Owed, duties_owed

PAGE, FEW, ONE = 50, 10, 1
"""Lines of an answer: of a list so many that the small store has them, too."""

_PLANS = 1_000


@dataclass(frozen=True, slots=True)
class About:
    """A plan, and who has to do with it: what a question is asked with. A list of its jobcenter's
    events goes on from `place`, like any of its pages."""

    plan: UUID
    place: int
    client: str
    counsellor: str
    jobcenter: str


Question = Callable[[About], Awaitable[Response]]
Rows = Awaitable[Answer[Sequence[Any]]]


def questions(embedded: Embedded) -> Mapping[str, Question]:
    """All views have to be filled."""
    views = {one.name: one for one in embedded.projections}
    return {**_of_plans(embedded, views), **_of_audit(embedded, views), **_of_others(views)}


def _of_plans(embedded: Embedded, views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    view = views["plan_view"]
    documents = Documents(embedded.store, view)

    async def whole(one: About) -> Response:
        document = await documents.of(one.plan)
        assert document is not None
        open = await embedded.keys.open_for(document.client)
        return answer(view_of(document, UNTIL), open=open)

    def listed(whose: Whose) -> Awaitable[Response]:
        return _page(view.answer(lambda sql, t: plans_of(sql, t, whose, now=UNTIL, limit=FEW)))

    def tasks(one: About) -> Awaitable[Response]:
        wanted = worklist.Wanted(one.counsellor, one.jobcenter, UNTIL)
        found = view.answer(lambda sql, t: worklist.tasks_of(sql, t, wanted, None, FEW))
        return _page(found, row=lambda task: task)

    def duties(one: About) -> Awaitable[Response]:
        owed = Owed(one.jobcenter, party="jobcenter")
        return _page(view.answer(lambda sql, t: duties_owed(sql, t, owed, FIRST, FEW)))

    return {
        "plan view": whole,
        "counsellor's plans": lambda one: listed(Whose(one.counsellor, one.jobcenter)),
        "counsellor's worklist": tasks,
        "client's plans": lambda one: listed(Whose(client=one.client)),
        "jobcenter's duties": duties,
    }


def _of_audit(embedded: Embedded, views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    trail = Trail(embedded.store, views["trail"], embedded.keys, embedded.clock)
    past = Past(embedded.store, trail, embedded.keys)
    register = Register(views["consents"], trail, embedded.keys)

    async def as_of(one: About) -> Response:
        facts = await trail.plan(one.plan)
        assert facts is not None
        standing = await past.as_of(facts, Moment(None, embedded.clock.now()))
        return answer(as_of_answer(standing), open=standing.open)

    async def lines(wanted: Selection, after: int = 0, limit: int = PAGE) -> Response:
        return answer(trail_answer(await trail.lines(wanted, after=after, limit=limit), "de"))

    async def consents(one: About) -> Response:
        page = await register.page(ConsentFilter(plan=one.plan), after=0, limit=PAGE)
        return answer(agreements_answer(page, "de"))

    return {
        "as-of": as_of,
        "trail": lambda one: lines(Selection(plan=one.plan)),
        "trail of a person": lambda one: lines(Selection(person=one.counsellor)),
        "trail of a jobcenter": lambda one: lines(Selection(jobcenter=one.jobcenter), one.place),
        "trail of a kind": lambda one: lines(
            Selection(jobcenter=one.jobcenter, kinds=("AgreementKept.v1",)), one.place, FEW
        ),
        "consents": consents,
    }


def _of_others(views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    def mediations(one: About) -> Awaitable[Response]:
        wanted = Wanted(jobcenter=one.jobcenter)
        return _page(views["mediations"].answer(lambda sql, t: cases(sql, t, wanted, limit=ONE)))

    def messages(one: About) -> Awaitable[Response]:
        return _page(
            views["sent_notifications"].answer(
                lambda sql, table: sent(sql, table, plan=one.plan, limit=PAGE)
            )
        )

    return {"jobcenter's mediations": mediations, "messages": messages}


async def _page(found: Rows, row: Callable[[Any], Any] = attrgetter("row")) -> Response:
    return answer(Page[Any](items=tuple(map(row, (await found).value))))


async def samples(embedded: Embedded) -> Sequence[About]:
    """Plans drawn by chance, each as likely as any other, and places with a page behind them."""
    trail = next(one for one in embedded.projections if one.name == "trail")
    chance, half = Random(4711), await embedded.store.head() // 2

    def drawn(sql: Connection, tables: TrailTables) -> list[About]:
        c, found = tables.plans.c, list[About]()
        facts = select(c.plan, c.client, c.counsellor, c.jobcenter).order_by(c.plan).limit(1)
        for _ in range(_PLANS):
            behind = c.plan > UUID(int=chance.getrandbits(128))
            found += [
                About(plan, chance.randrange(half), *others)
                for plan, *others in sql.execute(facts.where(behind))
            ]
        return found

    return await trail.read(drawn)
