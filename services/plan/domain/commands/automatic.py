"""Commands that no person gives: the clock's, and the reactions to a mediation."""

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts.envelope import Instant
from contracts.model import Contract
from contracts.plan import AgreementTerms, Version


class MarkReviewDue(Contract):
    """Say that the review of a version is due. Nothing if that was said, or is no longer so."""

    version: Version = Field(description="The version whose review it is.")
    due: date = Field(description="The day on which it falls due.")


class MarkAgreementOverdue(Contract):
    """Say that a due date has passed. Nothing if that was said, or is no longer so."""

    agreement: UUID = Field(description="Which agreement.")
    due: date = Field(description="The due date that passed.")


class SuspendConsequences(Contract):
    """A mediation has begun: consequences rest, and what slipped in since its begin is undone."""

    mediation: UUID = Field(description="Which mediation.")
    since: Instant = Field(description="When it began, not when it was heard of.")
    until: Instant = Field(description="When it ends at the latest.")


class ResumeConsequences(Contract):
    """A mediation has ended: consequences no longer rest because of it."""

    mediation: UUID = Field(description="Which mediation.")
    since: Instant = Field(description="When it ended, not when it was heard of.")


class AdoptSolution(Contract):
    """A mediation was settled: its solution is the new draft, still to be accepted as such."""

    mediation: UUID = Field(description="Which mediation.")
    solution: UUID = Field(description="Which solution.")
    agreements: tuple[AgreementTerms, ...] = Field(
        description="The agreements of the new draft, all of them."
    )
