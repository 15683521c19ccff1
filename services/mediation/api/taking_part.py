"""Joining an open request, and taking one back."""

from contracts.mediation import MediationJoined, MediationWithdrawn
from services.mediation.api.bodies import Joining, Withdrawal
from services.mediation.api.tasks import Asked, Task
from services.mediation.domain import errors as e
from services.mediation.domain.commands import JoinMediation, WithdrawMediation

TITLE = "Taking part"


def _join(body: Joining, asked: Asked) -> JoinMediation:
    return JoinMediation(party=asked.side(body.party))


def _withdraw(body: Withdrawal, asked: Asked) -> WithdrawMediation:
    return WithdrawMediation(by=asked.side(body.party))


TASKS = (
    Task(
        "join_mediation",
        "/joinings",
        "Make the other side's request one's own, too",
        Joining,
        _join,
        MediationJoined,
        (e.AlreadyTakingPart, e.SpeaksForAnother),
    ),
    Task(
        "withdraw_mediation",
        "/withdrawals",
        "Take back one's request; of a joint one, both have to",
        Withdrawal,
        _withdraw,
        MediationWithdrawn,
        (e.NotTheirRequest, e.SpeaksForAnother),
    ),
)
