"""Commands about whether what was agreed is kept."""

from datetime import date
from typing import Literal

from pydantic import Field

from contracts.model import Contract
from contracts.sealed import Sealed
from services.plan.domain.commands.fields import AgreementInPath, ItemInPath


class RecordAgreementKept(Contract):
    """Confirm that the other side kept what it promised."""

    agreement: AgreementInPath
    evidence: Sealed | None = Field(
        None,
        description="What shows it.",
        examples=["Copies of five applications handed in on 28 April."],
    )


class RecordAgreementMissed(Contract):
    """State, as a named person, that a promise was not kept. Being overdue is not enough."""

    agreement: AgreementInPath
    observed_on: date = Field(
        description="The day on which it was plain that the promise was not kept.",
        examples=["2026-05-04"],
    )
    facts: Sealed = Field(
        description="What was observed, not how it is judged.",
        examples=["Two of the five applications were handed in by 30 April."],
    )


class RetractMiss(Contract):
    """Take back a miss that was recorded in error, with all that followed from it."""

    item: ItemInPath
    reason: Sealed = Field(
        description="Why it was an error.",
        examples=["The proof had arrived in time and was filed with another case."],
    )


class ReportDifficulty(Contract):
    """Say early that an agreement or an appointment will be hard to keep.

    Until this is answered nobody can record a miss.
    """

    item: ItemInPath
    text: Sealed = Field(
        description="What stands in the way.",
        examples=["My child is ill; I will not manage five applications by the end of April."],
    )


class AnswerDifficulty(Contract):
    """Answer a reported difficulty, as the other side."""

    item: ItemInPath
    answer: Literal["adjusted", "extended", "upheld"] = Field(
        description="`extended`: a later due date; `adjusted`: done differently, perhaps with "
        "another due date; `upheld`: it stays as agreed.",
        examples=["extended"],
    )
    reasons: Sealed = Field(
        description="Why.", examples=["Two more weeks are enough and do no harm."]
    )
    new_due: date | None = Field(
        None,
        description="The new last day; for agreements only. An appointment is moved instead.",
        examples=["2026-05-15"],
    )
