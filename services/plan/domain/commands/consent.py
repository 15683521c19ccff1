"""Commands by which a draft is offered, consented to, handed out, or not agreed on."""

from datetime import date
from typing import Literal

from pydantic import Field

from contracts.model import Contract
from contracts.plan import Channel, Digest, Version
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import InPath, WhoseWord

_A_DIGEST = "sha256:4be2b7bb0f6f8d0b0d2a53b1a0a0a3f0bb7e1b26a2a9f2cbf86d6c9a45a1c3de"


class OfferDraft(Contract):
    """Put the draft, exactly as it is now, before the other side."""

    thinking_time_until: date | None = Field(
        None,
        description="The day until which the other side can think about it.",
        examples=["2026-03-16"],
    )


class AcceptPlan(Contract):
    """Consent (Zustimmung) to exactly the draft that was offered.

    Refused if the draft has changed since. In the portal each side consents for itself; the
    jobcenter records a consent that the client gave in person, by phone or by letter.
    """

    digest: Digest = Field(
        description="The digest of the draft that was read.", examples=[_A_DIGEST]
    )
    party: WhoseWord = None
    channel: Channel = Field(description="How the consent was given.", examples=["in_person"])


class WithdrawAcceptance(Contract):
    """Take a consent back, as long as the other side has not consented too."""

    party: WhoseWord = None


class IssuePlanCopy(Contract):
    """Record that the client was given the readable copy (Exemplar in Textform) of a version."""

    version: Version = Field(description="Which agreed version.", json_schema_extra=InPath)
    document: Digest = Field(
        description="The SHA-256 of the document that was given.", examples=[_A_DIGEST]
    )
    form: Literal["paper", "portal", "email"] = Field(
        description="How it was given.", examples=["paper"]
    )


class RecordDisagreement(Contract):
    """Record that the two sides cannot agree on the draft: the way to mediation is open."""

    party: WhoseWord = None
    text: Sealed = Field(
        description="What they cannot agree on.",
        examples=["The jobcenter proposes a course that ends after the day care closes."],
    )
