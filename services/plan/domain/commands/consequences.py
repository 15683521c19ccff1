"""Commands of the chain from a demand to a referral, none of which can be skipped."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from contracts.model import Contract
from contracts.plan import Channel, Delivery, LegalNotice
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import AgreementInPath, ItemInPath

_ObservedOn = Annotated[
    date, Field(description="The day on which that was observed.", examples=["2026-06-16"])
]


class DemandCooperation(Contract):
    """Demand cooperation bindingly (Aufforderung), with the written notice of consequences.

    Rests while a mediation runs.
    """

    agreement: AgreementInPath
    kind: Literal["apply_for_jobs", "use_qualification", "attend_talks", "other"] = Field(
        description="What kind of cooperation.", examples=["apply_for_jobs"]
    )
    text: Sealed = Field(
        description="What exactly is demanded.",
        examples=["Hand in five applications as a kitchen assistant by 15 June."],
    )
    legal_notice: LegalNotice = Field(
        description="The notice of consequences (Rechtsfolgenbelehrung) that came with it.",
        examples=[{"text": "notice-15-6", "version": 2, "form": "letter"}],
    )
    delivered: Delivery = Field(
        description="How and when it reached the client.",
        examples=[{"how": "handed_over", "at": "2026-05-26T10:20:00+02:00"}],
    )
    until: date = Field(description="The last day on which it can be met.", examples=["2026-06-15"])


class RecordDemandMet(Contract):
    """Record that the demand was met. That ends the matter."""

    agreement: AgreementInPath
    observed_on: _ObservedOn


class RecordDemandUnmet(Contract):
    """State, as a named person and after its last day, that the demand was not met."""

    agreement: AgreementInPath
    observed_on: _ObservedOn


class OfferHearing(Contract):
    """Let the client say something before anything is concluded (Anhörung, § 24 SGB X)."""

    item: ItemInPath
    channel: Channel = Field(description="How the client can be heard.", examples=["in_person"])
    until: date = Field(description="The last day for it.", examples=["2026-06-30"])


class RecordHearingHeld(Contract):
    """Record what the client said."""

    item: ItemInPath
    statement: Sealed = Field(
        description="What the client said.",
        examples=["I had two job trials in that week and lost track of the rest."],
    )


class RecordHearingWaived(Contract):
    """Record that the client does without the hearing, or let its time pass.

    Before that time is over, only the client (or a representative) can say so.
    """

    item: ItemInPath


class ConsiderHardship(Contract):
    """Consider whether a reduction would be an exceptional hardship (§ 31a Abs. 3 SGB II).

    A hardship ends the matter.
    """

    item: ItemInPath
    outcome: Literal["hardship", "no_hardship"] = Field(
        description="Whether it would be.", examples=["no_hardship"]
    )
    reasons: Sealed = Field(
        description="Why it would or would not.",
        examples=["No rent arrears, no debts; the child's benefits are not touched."],
    )


class ReferForReductionReview(Contract):
    """Hand the documented case to the benefits system, which alone decides.

    Within six months of the breach (§ 31b Abs. 1 Satz 5 SGB II); rests while a mediation runs.
    """

    item: ItemInPath
