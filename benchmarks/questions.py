"""What is asked of the views: each kind of question that services answer from them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from benchmarks.population import UNTIL
from kernel.projections import Projection
from koop.embedded import Embedded
from services.audit.moments import Moment
from services.audit.past import Past
from services.audit.read_models.consents import ConsentFilter
from services.audit.read_models.trail import Selection, TrailTables
from services.audit.register import Register
from services.audit.trail import Trail
from services.mediation.read_models.register import Wanted, cases
from services.notifications.read_models.sent import sent
from services.plan.plans import Documents
from services.plan.read_models import worklist
from services.plan.read_models.lists import Whose, plans_of
from services.plan.read_models.owed import FIRST, Owed, duties_owed

PAGE, FEW, ONE = 50, 10, 1
"""Lines of an answer; of lists so many that the small store has them, too, or could have."""

_PLANS = 1_000


@dataclass(frozen=True, slots=True)
class About:
    """A plan, and who has to do with it: what a question is asked with. The trail of its jobcenter
    goes on from `place`, like any of its pages."""

    plan: UUID
    place: int
    client: str
    counsellor: str
    jobcenter: str


Question = Callable[[About], Awaitable[object]]


def questions(embedded: Embedded) -> Mapping[str, Question]:
    """All views have to be filled."""
    views = {one.name: one for one in embedded.projections}
    return {**_of_plans(embedded, views), **_of_audit(embedded, views), **_of_others(views)}


def _of_plans(embedded: Embedded, views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    view = views["plan_view"]
    documents = Documents(embedded.store, view)

    def listed(whose: Whose) -> Awaitable[object]:
        return view.answer(lambda sql, t: plans_of(sql, t, whose, now=UNTIL, limit=FEW))

    def tasks(one: About) -> Awaitable[object]:
        wanted = worklist.Wanted(one.counsellor, one.jobcenter, UNTIL)
        return view.answer(lambda sql, t: worklist.tasks_of(sql, t, wanted, None, FEW))

    def duties(one: About) -> Awaitable[object]:
        owed = Owed(one.jobcenter, party="jobcenter")
        return view.answer(lambda sql, t: duties_owed(sql, t, owed, FIRST, FEW))

    return {
        "plan view": lambda one: documents.of(one.plan),
        "counsellor's plans": lambda one: listed(Whose(one.counsellor, one.jobcenter)),
        "counsellor's worklist": tasks,
        "client's plans": lambda one: listed(Whose(client=one.client)),
        "jobcenter's duties": duties,
    }


def _of_audit(embedded: Embedded, views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    trail = Trail(embedded.store, views["trail"], embedded.keys, embedded.clock)
    past = Past(embedded.store, trail, embedded.keys)
    register = Register(views["consents"], trail, embedded.keys)

    async def as_of(one: About) -> object:
        facts = await trail.plan(one.plan)
        assert facts is not None
        return await past.as_of(facts, Moment(None, embedded.clock.now()))

    def lines(wanted: Selection, after: int = 0, limit: int = PAGE) -> Awaitable[object]:
        return trail.lines(wanted, after=after, limit=limit)

    return {
        "as-of": as_of,
        "trail": lambda one: lines(Selection(plan=one.plan)),
        "trail of a person": lambda one: lines(Selection(person=one.counsellor)),
        "trail of a jobcenter": lambda one: lines(Selection(jobcenter=one.jobcenter), one.place),
        "trail of a kind": lambda one: lines(
            Selection(jobcenter=one.jobcenter, kinds=("AgreementKept.v1",)), limit=FEW
        ),
        "consents": lambda one: register.page(ConsentFilter(plan=one.plan), after=0, limit=PAGE),
    }


def _of_others(views: Mapping[str, Projection[Any]]) -> dict[str, Question]:
    def mediations(one: About) -> Awaitable[object]:
        wanted = Wanted(jobcenter=one.jobcenter)
        return views["mediations"].answer(lambda sql, t: cases(sql, t, wanted, limit=ONE))

    return {
        "jobcenter's mediations": mediations,
        "messages": lambda one: views["sent_notifications"].answer(
            lambda sql, table: sent(sql, table, plan=one.plan, limit=PAGE)
        ),
    }


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
