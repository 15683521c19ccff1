"""The mediation of a plan that runs, and what ends it without anybody's asking."""

from uuid import UUID

from contracts.envelope import Actor, Metadata
from kernel.clock import Clock
from services.mediation.domain.commands import EndAsMoot
from services.mediation.domain.states import Case, Running
from services.mediation.office import Office
from services.mediation.plan_history import MootSince

ACTOR = Actor(sub="mediation", role="system")


async def running(office: Office, plan: UUID) -> tuple[UUID, Running] | None:
    """The plan's mediation that has no end on record."""
    newest = await office.newest(plan)
    if newest is None or not isinstance(newest[1], Running):
        return None
    return newest[0], newest[1]


async def moot_by_now(office: Office, case: Case) -> MootSince | None:
    history = (await office.plan(case.plan)).state
    return history.moot_after(case.plan_revision) if history else None


def end_as_moot(moot: MootSince) -> EndAsMoot:
    return EndAsMoot(cause=moot.cause, ended_at=moot.at, plan_revision=moot.revision)


def by_itself(clock: Clock, case: Case, *, causation: UUID, correlation: UUID) -> Metadata:
    return Metadata(
        time=clock.now(),
        actor=ACTOR,
        correlation=correlation,
        causation=causation,
        regime=case.regime,
        plan=case.plan,
    )
