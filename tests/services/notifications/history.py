"""One plan's life, event by event, as its notifications see it: nothing stored, nothing sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from contracts import mediation as m
from contracts import plan as p
from contracts.envelope import Actor, Envelope, Metadata, Recorded, Role
from contracts.examples import EXAMPLES, NAMED, SEALED
from contracts.model import Event
from services.notifications.case import Case
from services.notifications.planning import Notice, notices, reminders

PLAN = UUID("0d5a1c39-6d0e-5f7a-9f0e-2b1f5e0c4a11")
MEDIATION = uuid5(PLAN, "mediation/1")
MINE, THEIRS = uuid5(PLAN, "mine"), uuid5(PLAN, "theirs")
APPOINTMENT = uuid5(PLAN, "appointment")
MORNING = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)

CLIENT = Actor(sub="client-1", role="client", organisation="jc-1")
GUARDIAN = Actor(sub="guardian-1", role="client", organisation="jc-1", on_behalf_of="client-1")
COUNSELLOR = Actor(sub="staff-1", role="counsellor", organisation="jc-1")
MEDIATOR = Actor(sub="mediator-1", role="mediator", organisation="mediators")
SYSTEM = Actor(sub="plan", role="system")
ACTORS: dict[Role, Actor] = {
    "client": CLIENT,
    "counsellor": COUNSELLOR,
    "mediator": MEDIATOR,
    "system": SYSTEM,
}


def agreement(id: UUID, party: p.Party, due: date | None) -> p.AgreementTerms:
    kind: p.AgreementKind = "own_effort" if party == "client" else "integration_benefit"
    return p.AgreementTerms(
        agreement=id, party=party, kind=kind, what=SEALED, due=due, proof=SEALED
    )


AGREED: Sequence[p.AgreementTerms] = (
    agreement(MINE, "client", date(2026, 4, 30)),
    agreement(THEIRS, "jobcenter", date(2026, 3, 31)),
)


def plan_agreed(*terms: p.AgreementTerms, version: int = 1) -> p.PlanAgreed:
    example = EXAMPLES["PlanAgreed.v1"]
    return example.model_copy(update={"agreements": terms or AGREED, "version": version})


def item(id: UUID = MINE) -> p.Item:
    return p.Item(kind="appointment" if id == APPOINTMENT else "agreement", id=id)


def example(name: str, **changes: Any) -> Event:
    """The contracts' example of an event, about this history's things."""
    found = NAMED[name]
    usual = {"agreement": MINE, "item": item(), "appointment": APPOINTMENT, "plan": PLAN}
    own = {k: v for k, v in usual.items() if k in type(found).model_fields}
    return found.model_copy(update={**own, **changes})


@dataclass
class History:
    """What was said so far, a day apart, and the case that it comes to."""

    recorded: list[Recorded[Any]] = field(default_factory=list)
    case: Case = field(default_factory=Case)
    before: dict[UUID, Notice] = field(default_factory=dict)

    def says(
        self,
        event: Event,
        by: Role | Actor = "counsellor",
        regime: str = "sgb2-2023",
        at: datetime | None = None,
    ) -> "History":
        of_mediation = type(event).__module__ == m.__name__
        stream = f"mediation-{MEDIATION}" if of_mediation else f"plan-{PLAN}"
        position = len(self.recorded) + 1
        id = uuid5(PLAN, str(position))
        metadata = Metadata(
            time=at or MORNING + timedelta(hours=position),
            actor=by if isinstance(by, Actor) else ACTORS[by],
            correlation=id,
            causation=id,
            regime=regime,
            plan=PLAN,
        )
        revision = sum(one.envelope.stream == stream for one in self.recorded)
        envelope = Envelope(id, event.type, stream, revision, position, metadata)
        self.recorded.append(Recorded(envelope, event))
        self.before = dict(reminders(self.case))
        self.case.add(self.recorded[-1])
        return self

    def told(self) -> set[tuple[str, str]]:
        """(capacity, template) of whom the last event is told now."""
        found = notices(self.case, self.recorded[-1])
        return {(notice.recipient.capacity, notice.template) for notice in found}

    def planned(self) -> dict[UUID, Notice]:
        """Reminders that the last event made necessary, and in time."""
        new = reminders(self.case).items()
        return {id: one for id, one in new if id not in self.before and one.comes_in_time()}

    def cancelled(self) -> dict[UUID, Notice]:
        """Reminders that the last event made obsolete."""
        after = reminders(self.case)
        return {
            id: one for id, one in self.before.items() if id not in after and one.comes_in_time()
        }


def opened() -> History:
    return History().says(
        p.PlanOpened(client="client-1", jobcenter="jc-1", counsellor="staff-1", regime="sgb2-2023")
    )


def agreed(*terms: p.AgreementTerms, represented: bool = True) -> History:
    """A plan whose first version is agreed."""
    history = opened()
    if represented:
        history.says(p.RepresentativeAppointed(person="guardian-1", basis="guardian"))
    for one in terms or AGREED:
        history.says(p.AgreementDrafted(terms=one))
    return history.says(plan_agreed(*terms), "client")


def mediated() -> History:
    """A plan in mediation, with a mediator."""
    history = agreed().says(example("MediationRequested", client="client-1"), "client")
    history.says(example("ConsequencesSuspended", mediation=MEDIATION), "system")
    return history.says(example("MediatorAppointed", mediator="mediator-1"), "system")
