"""From events to acts of consent. Of the other events not even the metadata is read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table

from contracts.catalogue import stored_types, type_of
from contracts.envelope import Recorded
from contracts.mediation import MediationSettled, SolutionAccepted
from contracts.model import Event
from contracts.plan import AcceptanceWithdrawn, PlanAccepted, PlanAgreed, PlanOpened
from kernel.codec import Codec
from kernel.database import bulk_insert, bulk_upsert, select_among
from kernel.event_store import StoredEvent
from services.audit.read_models.consents.row import ConsentRow
from services.audit.read_models.consents.standing import Standing, standing_consents
from services.audit.read_models.consents.tables import ConsentTables, consent_tables

_HEARD: tuple[type[Event], ...] = (
    PlanOpened,
    PlanAccepted,
    AcceptanceWithdrawn,
    PlanAgreed,
    SolutionAccepted,
    MediationSettled,
)
_GIVEN = (PlanAccepted, SolutionAccepted)
_CHANGING = (AcceptanceWithdrawn, PlanAgreed, MediationSettled)
_TYPES = stored_types(*_HEARD)
_CODEC = Codec({type_of(model): model for model in _HEARD})


class ConsentsModel:
    name = "consents"
    version = 1
    categories = ("plan", "mediation")
    by_stream = False

    def tables(self, metadata: MetaData, suffix: str) -> ConsentTables:
        return consent_tables(metadata, suffix)

    def project(
        self, connection: Connection, tables: ConsentTables, events: Sequence[StoredEvent]
    ) -> None:
        heard = _CODEC.recorded_all(event for event in events if event.type in _TYPES)
        if not heard:
            return
        opened = [r for r in heard if isinstance(r.event, PlanOpened)]
        given = [r for r in heard if isinstance(r.event, _GIVEN)]
        changing = {_plan_of(r) for r in heard if isinstance(r.event, _CHANGING)}
        bulk_insert(connection, tables.plans, [_plan(recorded) for recorded in opened])
        concerned = _concerned(connection, tables.plans, {_plan_of(r) for r in given})
        standing = Standing(standing_consents(connection, tables.consents, changing))
        for recorded in heard:
            if isinstance(recorded.event, _GIVEN):
                standing.add(_consent(recorded, concerned))
            else:
                standing.change(recorded)
        bulk_insert(connection, tables.consents, standing.new())
        bulk_upsert(connection, tables.consents, standing.changed())


Concerned = tuple[str | None, str | None]
"""Client and jobcenter of a plan."""


def _plan(recorded: Recorded[Any]) -> tuple[UUID, str, str]:
    return _plan_of(recorded), recorded.event.client, recorded.event.jobcenter


def _plan_of(recorded: Recorded[Any]) -> UUID:
    """Raises ValueError for an event that does not say which plan it belongs to."""
    plan = recorded.envelope.metadata.plan
    if plan is None:
        raise ValueError(f"{recorded.envelope.type} belongs to no plan")
    return plan


def _concerned(connection: Connection, plans: Table, of: set[UUID]) -> dict[UUID, Concerned]:
    found = select_among(connection, plans.c, plans.c.plan, of)
    return {row.plan: (row.client, row.jobcenter) for row in found}


def _consent(recorded: Recorded[Any], concerned: dict[UUID, Concerned]) -> ConsentRow:
    envelope, event = recorded.envelope, recorded.event
    actor, plan = envelope.metadata.actor, _plan_of(recorded)
    client, jobcenter = concerned.get(plan, (None, None))
    is_plan = isinstance(event, PlanAccepted)
    return ConsentRow(
        position=envelope.position,
        event=envelope.id,
        plan=plan,
        client=client,
        jobcenter=jobcenter,
        version=event.version if is_plan else None,
        digest=event.digest if is_plan else None,
        solution=None if is_plan else event.solution,
        party=event.party,
        channel=event.channel,
        time=envelope.metadata.time,
        sub=actor.sub,
        role=actor.role,
        organisation=actor.organisation,
        on_behalf_of=actor.on_behalf_of,
    )
