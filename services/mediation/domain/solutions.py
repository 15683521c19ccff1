"""A solution: proposed by the mediator, answered once by each party."""

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from contracts.envelope import Metadata
from contracts.mediation import (
    MediationSettled,
    SolutionAccepted,
    SolutionDeclined,
    SolutionProposed,
)
from contracts.model import Event
from contracts.plan import Acceptance, AgreementTerms, ConsentingParty
from services.mediation.domain import errors
from services.mediation.domain.commands import AcceptSolution, DeclineSolution, ProposeSolution
from services.mediation.domain.evolution import acceptance
from services.mediation.domain.guards import (
    by_the_mediator,
    own_answer,
    running,
    the_mediator,
)
from services.mediation.domain.states import OpenSolution, Running, State


def propose(command: ProposeSolution, state: State, metadata: Metadata) -> Sequence[Event]:
    """A new proposal takes the place of the open one."""
    by_the_mediator(state, metadata)
    _each_once(command.agreements)
    return [
        SolutionProposed(
            solution=command.solution,
            digest=digest(command),
            text=command.text,
            agreements=command.agreements,
        )
    ]


def accept(command: AcceptSolution, state: State, metadata: Metadata) -> Sequence[Event]:
    """The second party's acceptance settles the mediation."""
    open_case = running(state, metadata)
    solution = _to_be_answered(command, open_case, metadata)
    accepted = SolutionAccepted(
        solution=command.solution, party=command.party, channel=command.channel
    )
    if not solution.accepted:
        return [accepted]
    both = (*solution.accepted, acceptance(accepted, metadata))
    return [accepted, _settled(open_case, solution, both)]


def decline(command: DeclineSolution, state: State, metadata: Metadata) -> Sequence[Event]:
    """The jobcenter has to consider a proposal and to say why it declines."""
    open_case = running(state, metadata)
    _to_be_answered(command, open_case, metadata)
    if command.party == "jobcenter" and command.reasons is None:
        raise errors.ReasonsRequired
    return [
        SolutionDeclined(
            solution=command.solution,
            party=command.party,
            channel=command.channel,
            reasons=command.reasons,
        )
    ]


def digest(command: ProposeSolution) -> str:
    """Of the sealed content, as JSON with sorted keys and no spaces: whoever holds the event can
    compute it again."""
    agreements = [terms.model_dump(mode="json", exclude_none=True) for terms in command.agreements]
    content = {"agreements": agreements, "text": command.text}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"sha256:{sha256(canonical.encode()).hexdigest()}"


def _to_be_answered(
    command: AcceptSolution | DeclineSolution, open_case: Running, metadata: Metadata
) -> OpenSolution:
    own_answer(metadata.actor, command.party, command.channel)
    if metadata.actor.role == "mediator":
        the_mediator(open_case, metadata)
    solution = _open(command.solution, open_case)
    if solution.answered_by(command.party):
        raise errors.AlreadyAnswered(command.party)
    return solution


def _open(id: UUID, open_case: Running) -> OpenSolution:
    solution = open_case.solution
    if solution is not None and solution.proposal.solution == id:
        return solution
    if id in open_case.closed_solutions:
        open_one = solution.proposal.solution if solution else None
        raise errors.SolutionNoLongerOpen(id, open_one=open_one)
    raise errors.SolutionUnknown(id)


def _settled(
    open_case: Running, solution: OpenSolution, both: Sequence[Acceptance]
) -> MediationSettled:
    by_party: dict[ConsentingParty, Acceptance] = {given.party: given for given in both}
    proposal = solution.proposal
    return MediationSettled(
        plan=open_case.case.plan,
        solution=proposal.solution,
        digest=proposal.digest,
        text=proposal.text,
        agreements=proposal.agreements,
        proposed_by=solution.proposed_by,
        acceptances=(by_party["client"], by_party["jobcenter"]),
    )


def _each_once(agreements: Sequence[AgreementTerms]) -> None:
    seen: set[UUID] = set()
    for terms in agreements:
        if terms.agreement in seen:
            raise errors.AgreementProposedTwice(terms.agreement)
        seen.add(terms.agreement)
