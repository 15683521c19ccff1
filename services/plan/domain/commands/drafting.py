"""Commands that write the draft of the next version."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.model import Contract
from contracts.plan import AgreementKind, Party
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import AgreementInPath, FromCommandId

_Promising = Annotated[Party, Field(description="Who promises to do it.", examples=["client"])]
_Kind = Annotated[
    AgreementKind,
    Field(description="What it is about (§ 15 Abs. 2 SGB II).", examples=["own_effort"]),
]
_What = Annotated[
    Sealed,
    Field(
        description="What is to be done.",
        examples=["Apply for five jobs as a kitchen assistant within reach of Düsseldorf."],
    ),
]
_Due = Annotated[
    date | None,
    Field(
        description="The last day on which it can be done; left out where there is none.",
        examples=["2026-04-30"],
    ),
]
_Proof = Annotated[
    Sealed | None,
    Field(description="How it is shown to be done.", examples=["Copies of the applications."]),
]


class SetGoal(Contract):
    """Write down where the client is heading."""

    occupational_goal: Sealed = Field(
        description="The occupational goal (berufliches Ziel).",
        examples=["Work as a cook in a school or company kitchen."],
    )
    interim_goal: Sealed | None = Field(
        None,
        description="What comes first (Zwischenziel).",
        examples=["Renew the food hygiene certificate."],
    )


class DraftAgreement(Contract):
    """Add an agreement (Absprache) to the draft: who does what by when."""

    agreement: UUID = Field(description="Its new id.", json_schema_extra=FromCommandId)
    party: _Promising
    kind: _Kind
    what: _What
    due: _Due = None
    proof: _Proof = None


class RedraftAgreement(Contract):
    """Word an agreement of the draft anew; what is left out is left out of it."""

    agreement: AgreementInPath
    party: _Promising
    kind: _Kind
    what: _What
    due: _Due = None
    proof: _Proof = None


class DropAgreement(Contract):
    """Take an agreement out of the draft. Both sides may."""

    agreement: AgreementInPath


class AddRemark(Contract):
    """Add to the draft what else matters."""

    text: Sealed = Field(
        description="What else matters.",
        examples=["My daughter's day care closes at four; mornings suit me best."],
    )


class StartRevision(Contract):
    """Begin a new draft on top of the agreed version (Fortschreibung), which stays in force."""

    cause: Literal["review", "changed_circumstances", "difficulty"] = Field(
        description="Why the plan is revised.", examples=["review"]
    )


class DropRevision(Contract):
    """Give up the new draft: the agreed version simply stays in force."""
