"""Commands about the important reason (wichtiger Grund) for a miss."""

from datetime import date

from pydantic import Field

from contracts.model import Contract
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import ItemInPath


class RequestImportantReason(Contract):
    """Ask the client why, before anything is concluded from a miss."""

    item: ItemInPath
    until: date = Field(
        description="The last day on which the client can answer.", examples=["2026-05-20"]
    )


class StateImportantReason(Contract):
    """Say why it could not be kept: asked or unasked, until the reason is assessed."""

    item: ItemInPath
    text: Sealed = Field(
        description="The reason.", examples=["My daughter was in hospital from 20 to 29 April."]
    )
    evidence: Sealed | None = Field(
        None, description="What shows it.", examples=["The hospital's certificate."]
    )


class AssessImportantReason(Contract):
    """Decide, as a named person and with reasons, whether the reason counts.

    Possible once it was stated or the time to state it is over. An accepted reason ends the matter.
    """

    item: ItemInPath
    accepted: bool = Field(description="Whether the reason counts.", examples=[True])
    reasons: Sealed = Field(
        description="Why it does or does not.",
        examples=["Caring for an ill child comes first; the certificate covers the time."],
    )
