"""Solutions: proposed by the mediator, accepted or declined by each party."""

from uuid import UUID, uuid5

from contracts.mediation import SolutionAccepted, SolutionDeclined, SolutionProposed
from contracts.plan import AgreementTerms
from services.mediation.api.bodies import (
    Proposal,
    ProposedAgreement,
    SolutionAcceptance,
    SolutionRefusal,
)
from services.mediation.api.tasks import Asked, Task
from services.mediation.domain import errors as e
from services.mediation.domain.commands import AcceptSolution, DeclineSolution, ProposeSolution

TITLE = "Solutions"
_ANSWER = (e.SolutionUnknown, e.SolutionNoLongerOpen, e.AlreadyAnswered, e.SpeaksForAnother)


def _propose(body: Proposal, asked: Asked) -> ProposeSolution:
    agreements = (
        _terms(one, uuid5(asked.command_id, f"agreement/{number}"))
        for number, one in enumerate(body.agreements)
    )
    return ProposeSolution(
        solution=uuid5(asked.command_id, "solution"),
        text=body.text,
        agreements=tuple(agreements),
    )


def _terms(proposed: ProposedAgreement, new: UUID) -> AgreementTerms:
    return AgreementTerms(
        agreement=proposed.agreement or new,
        party=proposed.party,
        kind=proposed.kind,
        what=proposed.what,
        due=proposed.due,
        proof=proposed.proof,
    )


def _accept(body: SolutionAcceptance, asked: Asked) -> AcceptSolution:
    return AcceptSolution(
        solution=asked.path["solution"], party=asked.side(body.party), channel=body.channel
    )


def _decline(body: SolutionRefusal, asked: Asked) -> DeclineSolution:
    return DeclineSolution(
        solution=asked.path["solution"],
        party=asked.side(body.party),
        channel=body.channel,
        reasons=body.reasons,
    )


TASKS = (
    Task(
        "propose_solution",
        "/solutions",
        "Propose a solution; it takes the place of an open one",
        Proposal,
        _propose,
        SolutionProposed,
        (e.AgreementProposedTwice, e.NotTheMediator),
    ),
    Task(
        "accept_solution",
        "/solutions/{solution}/acceptances",
        "Accept a solution; the second acceptance settles the mediation",
        SolutionAcceptance,
        _accept,
        SolutionAccepted,
        _ANSWER,
    ),
    Task(
        "decline_solution",
        "/solutions/{solution}/declines",
        "Decline a solution; the jobcenter has to say why",
        SolutionRefusal,
        _decline,
        SolutionDeclined,
        (*_ANSWER, e.ReasonsRequired),
    ),
)
