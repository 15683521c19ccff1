"""The law as data: dated policy files that a deployment chooses per jobcenter."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from contracts.envelope import Identifier
from contracts.model import Contract

DEFAULT_REGIME = "sgb2-2023"


class PlanRules(Contract):
    """`review_months` and `referral_months` are calendar months (§ 188 Abs. 2 BGB)."""

    rule: str
    review_months: Annotated[int, Field(ge=1)]
    referral_months: Annotated[int, Field(ge=1)]


class MediationRules(Contract):
    """`weeks` are calendar weeks in Europe/Berlin; `holidays_of` is a Land by its ISO code.

    `shift_to_working_day`: whether an end on a weekend or public holiday moves
    (§ 26 Abs. 3 SGB X, unsettled for a maximum duration). `withdrawal_ends_mediation`: whether
    whoever asked may end it by withdrawing (not regulated by statute).
    """

    offered: Literal["statutory", "voluntary", "not_offered"]
    rule: str
    weeks: Annotated[int, Field(ge=1)]
    shift_to_working_day: bool
    withdrawal_ends_mediation: bool
    holidays_of: str


class ReminderRules(Contract):
    days_ahead: Annotated[int, Field(ge=1)]


class Regime(Contract):
    id: Identifier
    title: str
    in_force_from: date
    in_force_until: date | None
    plan: PlanRules
    mediation: MediationRules
    reminders: ReminderRules


class UnknownRegime(ValueError):
    def __init__(self, id: str) -> None:
        super().__init__(f"There is no regime {id!r}; there are {', '.join(sorted(regimes()))}.")


@cache
def regimes() -> dict[str, Regime]:
    """Every regime that is shipped, by its id."""
    folder = files("contracts") / "regimes"
    found = (Regime.model_validate_json(f.read_text("utf-8")) for f in folder.iterdir())
    return {regime.id: regime for regime in found}


def regime(id: str) -> Regime:
    """Raises UnknownRegime."""
    try:
        return regimes()[id]
    except KeyError:
        raise UnknownRegime(id) from None
