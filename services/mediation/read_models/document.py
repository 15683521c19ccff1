"""One mediation as it stands, with its texts: for those who take part in it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.envelope import Identifier, Instant
from contracts.mediation import Requester
from contracts.model import Contract
from contracts.plan import AgreementTerms, Channel, ConsentingParty, Digest, Mode
from contracts.sealed import Sealed

Status = Literal["running", "settled", "withdrawn", "moot", "expired"]
Standing = Literal["open", "replaced", "void", "settled"]
"""A proposal is replaced by a newer one, and void if whoever made it was not neutral."""


class Answer(Contract):
    party: ConsentingParty
    answer: Literal["accepted", "declined"]
    channel: Channel
    by: Identifier
    at: Instant
    reasons: Sealed | None = None


class SolutionView(Contract):
    solution: UUID
    digest: Digest
    text: Sealed
    agreements: tuple[AgreementTerms, ...]
    proposed_by: Identifier
    proposed_at: Instant
    standing: Standing = "open"
    answers: tuple[Answer, ...] = ()


class TalkView(Contract):
    talk: UUID
    at: Instant
    mode: Mode
    present: tuple[Identifier, ...] | None = None


class Term(Contract):
    """`end` is the last day; `end_shifted` the next working day from it on. `ends_at` is the first
    instant that is too late, by the `rule` that counted."""

    received_at: Instant
    begin: date
    end: date
    end_shifted: date
    ends_at: Instant
    rule: Identifier
    regime: Identifier


class MediationDocument(Contract):
    """`asking`: whose request it is now."""

    mediation: UUID
    plan: UUID
    client: Identifier
    jobcenter: Identifier
    status: Status = "running"
    requested_by: Requester
    asking: tuple[ConsentingParty, ...]
    subject: Sealed
    term: Term
    mediator: Identifier | None = None
    talks: tuple[TalkView, ...] = ()
    solutions: tuple[SolutionView, ...] = ()
    ended_at: Instant | None = None

    def at(self, now: datetime) -> "MediationDocument":
        """As it stands at `now`, also where nobody has written its expiry down yet."""
        if self.status != "running" or now < self.term.ends_at:
            return self
        return self.model_copy(update={"status": "expired", "ended_at": self.term.ends_at})
