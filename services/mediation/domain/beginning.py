"""Asking for a mediation, joining in, taking it back."""

from collections.abc import Sequence
from datetime import datetime

from contracts.envelope import Actor, Metadata
from contracts.mediation import MediationJoined, MediationRequested, MediationWithdrawn
from contracts.model import Event
from contracts.regime import regime
from services.mediation.domain import errors
from services.mediation.domain.commands import (
    Disagreement,
    JoinMediation,
    RequestMediation,
    WithdrawMediation,
)
from services.mediation.domain.guards import own_voice, running
from services.mediation.domain.legal_time import term
from services.mediation.domain.states import Ended, Running, State


def request(command: RequestMediation, state: State, metadata: Metadata) -> Sequence[Event]:
    """The receipt of the request begins the mediation (§ 15a SGB II in its version of 2023)."""
    rules = regime(metadata.regime).mediation
    if rules.offered == "not_offered":
        raise errors.MediationNotOffered(metadata.regime)
    _none_so_far(state, metadata.time)
    _own_request(command, metadata.actor)
    received_at = command.received_at or metadata.time
    if received_at > metadata.time:
        raise errors.ReceiptInTheFuture(received_at)
    _worth_mediating(command, received_at)
    counted = term(received_at, rules, command.public_holidays)
    if metadata.time >= counted.ends_at:
        raise errors.FourWeeksOver(counted.ends_at)
    return [
        MediationRequested(
            plan=command.plan.plan,
            client=command.plan.client,
            jobcenter=command.plan.jobcenter,
            requested_by=command.requested_by,
            subject=command.subject,
            received_at=received_at,
            begin=counted.begin,
            end=counted.end,
            end_shifted=counted.end_shifted,
            ends_at=counted.ends_at,
            rule=counted.rule,
            plan_revision=command.plan.revision,
        )
    ]


def join(command: JoinMediation, state: State, metadata: Metadata) -> Sequence[Event]:
    open_case = running(state, metadata)
    own_voice(metadata.actor, command.party)
    if command.party in open_case.asking:
        raise errors.AlreadyTakingPart(command.party)
    return [MediationJoined(party=command.party)]


def withdraw(command: WithdrawMediation, state: State, metadata: Metadata) -> Sequence[Event]:
    """Whether it ends the mediation is a policy of the regime it was requested under; of a joint
    request, both must withdraw."""
    open_case = running(state, metadata)
    own_voice(metadata.actor, command.by)
    if command.by not in open_case.asking:
        raise errors.NotTheirRequest(command.by)
    nobody_asks = not open_case.asking - {command.by}
    may_end = regime(open_case.case.regime).mediation.withdrawal_ends_mediation
    ends = nobody_asks and may_end
    return [MediationWithdrawn(plan=open_case.case.plan, by=command.by, ends=ends)]


def _none_so_far(state: State, now: datetime) -> None:
    """One at a time. A stream is one mediation: the next one has its own."""
    if isinstance(state, Ended):
        raise errors.MediationOver(state.how, state.ended_at)
    if isinstance(state, Running):
        if now >= state.case.ends_at:
            raise errors.MediationOver("expired", state.case.ends_at)
        raise errors.MediationAlreadyRunning(state.case.ends_at)


def _own_request(command: RequestMediation, actor: Actor) -> None:
    """The client asks for themselves, now; staff may record whose request arrived, and when."""
    if actor.role != "client":
        return
    if command.requested_by != "client" or command.received_at is not None:
        raise errors.SpeaksForAnother(
            "A client asks for themselves, and the request arrives when it is sent.",
            allowed='Ask with `requested_by` "client" and without `received_at`; the other side '
            "may join.",
        )


def _worth_mediating(command: RequestMediation, received_at: datetime) -> None:
    if command.plan.closed:
        raise errors.PlanIsClosed
    if command.plan.disagreement is None:
        raise errors.NoDisagreementRecorded
    earlier = command.earlier_ended_at
    if earlier is not None and _before(earlier, command.plan.disagreement, received_at):
        raise errors.AlreadyMediated(earlier)


def _before(earlier: datetime, disagreement: Disagreement, received_at: datetime) -> bool:
    return disagreement.recorded_at < earlier or received_at < earlier
