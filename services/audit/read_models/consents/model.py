"""From events to acts of consent. Of the other events not even the metadata is read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table, Update, select, update

from contracts.catalogue import stored_types, type_of
from contracts.envelope import Recorded
from contracts.mediation import MediationSettled, SolutionAccepted
from contracts.model import Event
from contracts.plan import AcceptanceWithdrawn, PlanAccepted, PlanAgreed, PlanOpened
from kernel.codec import Codec
from kernel.database import bulk_insert
from kernel.event_store import StoredEvent
from services.audit.read_models.consents.tables import ConsentTables, consent_tables

_HEARD: tuple[type[Event], ...] = (
    PlanOpened,
    PlanAccepted,
    AcceptanceWithdrawn,
    PlanAgreed,
    SolutionAccepted,
    MediationSettled,
)
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
        given = [r for r in heard if isinstance(r.event, PlanAccepted | SolutionAccepted)]
        bulk_insert(connection, tables.plans, [_plan(recorded) for recorded in opened])
        concerned = _concerned(connection, tables.plans, {_plan_of(r) for r in given})
        rows = [_consent(recorded, concerned) for recorded in given]
        bulk_insert(connection, tables.consents, rows)
        for recorded in heard:
            change = _change(tables.consents, recorded)
            if change is not None:
                connection.execute(change)


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
    query = select(plans.c.plan, plans.c.client, plans.c.jobcenter).where(plans.c.plan.in_(of))
    return {row.plan: (row.client, row.jobcenter) for row in connection.execute(query)}


def _consent(recorded: Recorded[Any], concerned: dict[UUID, Concerned]) -> tuple[Any, ...]:
    envelope, event = recorded.envelope, recorded.event
    actor, plan = envelope.metadata.actor, _plan_of(recorded)
    is_plan = isinstance(event, PlanAccepted)
    return (
        envelope.position,
        envelope.id,
        plan,
        *concerned.get(plan, (None, None)),
        event.version if is_plan else None,
        event.digest if is_plan else None,
        None if is_plan else event.solution,
        event.party,
        event.channel,
        envelope.metadata.time,
        actor.sub,
        actor.role,
        actor.organisation,
        actor.on_behalf_of,
        *(None,) * 5,
    )


def _change(table: Table, recorded: Recorded[Any]) -> Update | None:
    """What a later event makes of consents given before it, as long as they stood."""
    c, at, event = table.c, recorded.envelope, recorded.event
    standing = (
        update(table)
        .where(c.plan == at.metadata.plan, c.position < at.position)
        .where(c.withdrawn_at.is_(None), c.agreed_at.is_(None))
    )
    agreed = {"agreed_position": at.position, "agreed_at": at.metadata.time}
    match event:
        case AcceptanceWithdrawn():
            return standing.where(_same_version(table, event), c.party == event.party).values(
                withdrawn_position=at.position,
                withdrawn_at=at.metadata.time,
                withdrawn_because=event.cause,
            )
        case PlanAgreed():
            return standing.where(_same_version(table, event)).values(**agreed)
        case MediationSettled():
            return standing.where(c.solution == event.solution).values(
                **agreed, digest=event.digest
            )
        case _:
            return None


def _same_version(table: Table, event: AcceptanceWithdrawn | PlanAgreed) -> Any:
    return (table.c.version == event.version) & (table.c.digest == event.digest)
