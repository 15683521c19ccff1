"""Commands about appointments (Meldetermine, § 32 SGB II)."""

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts.envelope import Instant
from contracts.model import Contract
from contracts.plan import ConsentingParty, LegalNotice, Mode
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import AppointmentInPath, FromCommandId

_A_NOTICE = {"text": "notice-32", "version": 1, "form": "letter"}


class SetAppointment(Contract):
    """Invite the client to a talk."""

    appointment: UUID = Field(description="Its new id.", json_schema_extra=FromCommandId)
    at: Instant = Field(
        description="When, with the time zone.", examples=["2026-03-26T10:00:00+01:00"]
    )
    mode: Mode = Field(description="Where or how.", examples=["in_person"])
    purpose: Sealed = Field(
        description="What it is about.", examples=["Look at the applications together."]
    )
    legal_notice: LegalNotice | None = Field(
        None,
        description="The written notice of consequences, if there was one. Without it a missed "
        "appointment has none.",
        examples=[_A_NOTICE],
    )


class MoveAppointment(Contract):
    """Move an appointment that has not taken place. The new invitation counts, with its notice."""

    appointment: AppointmentInPath
    at: Instant = Field(description="The new time.", examples=["2026-03-27T10:00:00+01:00"])
    mode: Mode = Field(description="Where or how.", examples=["video"])
    legal_notice: LegalNotice | None = Field(
        None,
        description="The written notice of consequences in the new invitation, if there was one.",
        examples=[_A_NOTICE],
    )


class RecordAppointmentKept(Contract):
    """Record that the client came."""

    appointment: AppointmentInPath


class RecordAppointmentMissed(Contract):
    """State, as a named person, that a side did not come."""

    appointment: AppointmentInPath
    party: ConsentingParty = Field(
        "client",
        description="Who was not there. Consequences can follow from the client's absence alone.",
        examples=["client"],
    )
    observed_on: date = Field(
        description="The day on which that was observed.", examples=["2026-03-27"]
    )
    facts: Sealed = Field(
        description="What was observed, not how it is judged.",
        examples=["Nobody joined the call between 10:00 and 10:30, no message came."],
    )
