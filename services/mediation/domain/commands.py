"""What may be asked of a mediation. Facts from outside travel inside the command."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier, Instant
from contracts.mediation import Requester
from contracts.model import Contract
from contracts.plan import AgreementTerms, Channel, ConsentingParty, Mode
from contracts.sealed import Sealed

RecusalCause = Literal["involved", "ill", "other"]


class Disagreement(Contract):
    """The newest disagreement about making or renewing the plan, not overtaken by an agreement."""

    about: Literal["making", "renewing"]
    recorded_at: Instant


class PlanSoFar(Contract):
    """What the plan's history says up to `revision`, read at the moment of the command."""

    plan: UUID
    client: Identifier
    jobcenter: Identifier
    revision: int
    closed: bool
    disagreement: Disagreement | None


class RequestMediation(Contract):
    """`received_at` is when a request on paper arrived; without it, it arrives now.

    `earlier_ended_at`: the end of the plan's last mediation, if there was one.
    `public_holidays` cover the days on which the mediation could end.
    """

    requested_by: Requester
    subject: Sealed
    received_at: Instant | None = None
    plan: PlanSoFar
    earlier_ended_at: Instant | None = None
    public_holidays: frozenset[date] = frozenset()


class JoinMediation(Contract):
    """The other side makes the request its own."""

    party: ConsentingParty


class WithdrawMediation(Contract):
    by: ConsentingParty


class AppointMediator(Contract):
    """`persons_involved`: everyone whom the plan's history names, up to `plan_revision`."""

    mediator: Identifier
    persons_involved: frozenset[Identifier]
    plan_revision: int


class RecuseMediator(Contract):
    mediator: Identifier
    cause: RecusalCause


class RecheckNeutrality(Contract):
    """The plan's history grew by these persons."""

    persons_involved: frozenset[Identifier]


class ScheduleTalk(Contract):
    talk: UUID
    at: Instant
    mode: Mode


class RecordTalkHeld(Contract):
    talk: UUID
    present: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=20)]


class ProposeSolution(Contract):
    """`agreements` are all that the plan's new draft shall hold."""

    solution: UUID
    text: Sealed
    agreements: Annotated[tuple[AgreementTerms, ...], Field(min_length=1, max_length=50)]


class AcceptSolution(Contract):
    solution: UUID
    party: ConsentingParty
    channel: Channel = "portal"


class DeclineSolution(Contract):
    solution: UUID
    party: ConsentingParty
    channel: Channel = "portal"
    reasons: Sealed | None = None


class ExpireMediation(Contract):
    """The last day may be over."""


class EndAsMoot(Contract):
    """The plan was agreed or closed at `ended_at`, by its event number `plan_revision`."""

    cause: Literal["plan_agreed", "plan_closed"]
    ended_at: Instant
    plan_revision: int


MediationCommand = (
    RequestMediation
    | JoinMediation
    | WithdrawMediation
    | AppointMediator
    | RecuseMediator
    | RecheckNeutrality
    | ScheduleTalk
    | RecordTalkHeld
    | ProposeSolution
    | AcceptSolution
    | DeclineSolution
    | ExpireMediation
    | EndAsMoot
)
