"""What a person sends. Personal texts are plain here and sealed while they are read."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier, Instant
from contracts.mediation import Requester
from contracts.model import Contract
from contracts.plan import AgreementKind, Channel, ConsentingParty, Mode, Party
from contracts.sealed import Sealed
from services.mediation.domain.commands import RecusalCause

Side = Annotated[
    ConsentingParty | None,
    Field(description="Whose word it is. Needed from the office; others speak for their own side."),
]
Given = Annotated[
    Channel,
    Field(
        description="How the answer was given. A client may give it to the mediator in person, by "
        "phone or by letter, who then records it.",
        examples=["portal"],
    ),
]


class MediationRequest(Contract):
    plan: UUID = Field(
        description="The plan that cannot be made or renewed.",
        examples=["6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11"],
    )
    requested_by: Requester | None = Field(
        None,
        description="Needed from the office. A client asks for themselves; a counsellor's own "
        "request where left out.",
        examples=["client"],
    )
    subject: Sealed = Field(
        description="What the parties cannot agree on.",
        examples=["I want the course in February, the jobcenter offers one in September."],
    )
    received_at: Instant | None = Field(
        None, description="When a request on paper arrived. Left out: it arrives now."
    )


class Joining(Contract):
    party: Side = None


class Withdrawal(Contract):
    party: Side = None


class MediatorAppointment(Contract):
    mediator: Identifier = Field(
        description="Who shall mediate. Never involved in counselling this client.",
        examples=["mediator-3"],
    )


class Recusal(Contract):
    mediator: Identifier = Field(description="Who mediates now.", examples=["mediator-3"])
    cause: RecusalCause = Field(
        description="`involved` also voids what they have proposed.", examples=["ill"]
    )


class TalkPlan(Contract):
    at: Instant = Field(
        description="From now on and before the mediation ends.",
        examples=["2026-03-12T13:00:00Z"],
    )
    mode: Mode = Field(description="How it is held.", examples=["in_person"])


class Attendance(Contract):
    present: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=20)] = Field(
        description="Who came.", examples=[["client-4711", "staff-17", "mediator-3"]]
    )


class ProposedAgreement(Contract):
    agreement: UUID | None = Field(
        None, description="One of the plan's, kept or changed. Left out: a new one."
    )
    party: Party = Field(description="Who does it.", examples=["jobcenter"])
    kind: AgreementKind = Field(description="What it is about.", examples=["integration_benefit"])
    what: Sealed = Field(
        description="What is to be done.",
        examples=["The jobcenter pays for the course that begins in May."],
    )
    due: date | None = Field(None, description="By when.", examples=["2026-05-04"])
    proof: Sealed | None = Field(
        None, description="How it is shown.", examples=["Confirmation of the course's provider."]
    )


class Proposal(Contract):
    text: Sealed = Field(
        description="The solution in words.",
        examples=["The course in May instead of February or September."],
    )
    agreements: Annotated[tuple[ProposedAgreement, ...], Field(min_length=1, max_length=50)] = (
        Field(
            description="All agreements that the plan's new draft shall hold.",
            examples=[
                [
                    {
                        "party": "jobcenter",
                        "kind": "integration_benefit",
                        "what": "The jobcenter pays for the course that begins in May.",
                        "due": "2026-05-04",
                    }
                ]
            ],
        )
    )


class SolutionAcceptance(Contract):
    party: Side = None
    channel: Given = "portal"


class SolutionRefusal(Contract):
    party: Side = None
    channel: Given = "portal"
    reasons: Sealed | None = Field(
        None,
        description="Why. The jobcenter must say; the client may.",
        examples=["The course in May is fully booked; we will ask for a place in June."],
    )


def example_of(body: type[Contract]) -> dict[str, Any]:
    """A body as it could be sent, from its fields' own examples."""
    fields = body.model_fields.items()
    return {name: field.examples[0] for name, field in fields if field.examples}
