"""Commands about who is involved, what the client brings, and the record itself."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Identifier
from contracts.model import Contract
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import InPath, WhoseWord


class OpenPlan(Contract):
    """Begin a plan with a client, usually at the first talk (Potenzialanalyse).

    The jobcenter is the one that the counsellor acts for.
    """

    client: Identifier = Field(
        description="The client (leistungsberechtigte Person).", examples=["client-4711"]
    )
    counsellor: Identifier | None = Field(
        None,
        description="Who advises the client; whoever opens the plan where left out.",
        examples=["staff-17"],
    )


class AssignCounsellor(Contract):
    """Hand the client over to another counsellor. Every former one stays known."""

    counsellor: Identifier = Field(description="Who advises from now on.", examples=["staff-23"])


class AppointRepresentative(Contract):
    """Let somebody act on the client's behalf."""

    person: Identifier = Field(description="Who represents the client.", examples=["person-88"])
    basis: Literal["guardian", "parent", "power_of_attorney"] = Field(
        description="What entitles them: guardianship (Betreuung), parental custody, a power of "
        "attorney (Vollmacht, § 13 SGB X).",
        examples=["power_of_attorney"],
    )


class EndRepresentation(Contract):
    """The representative no longer acts for the client."""

    person: Identifier = Field(description="Which representative.", json_schema_extra=InPath)


class RecordClientVoice(Contract):
    """Keep a wish, an idea or a concern of the client, by the client or for them."""

    kind: Literal["wish", "idea", "concern"] = Field(
        description="What the client brings.", examples=["wish"]
    )
    text: Sealed = Field(
        description="In the client's own words.",
        examples=["I would like to work in a kitchen again, but not in night shifts."],
    )


class DisputeFact(Contract):
    """Dispute that something recorded is correct (§ 84 Abs. 2 SGB X).

    The fact stays; from now on it is shown only together with this mark.
    """

    fact: UUID = Field(
        description="The event that says what is disputed.",
        examples=["0b0f3a4e-6c0c-5f6e-9c63-1c2c8a5d7f10"],
    )
    party: WhoseWord = None
    text: Sealed = Field(
        description="What is wrong with it.",
        examples=["I did send five applications; the e-mails are attached to my letter."],
    )


class ClosePlan(Contract):
    """End the plan. After that it can only be read and disputed."""

    reason: Literal["work_found", "benefits_ended", "moved_away", "died", "other"] = Field(
        description="Why the plan ends.", examples=["work_found"]
    )
