"""This system's last word: a documented case goes to the benefits system, which decides."""

from collections.abc import Mapping, Sequence

from contracts import plan as said
from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from contracts.regime import regime
from services.plan.domain import commands
from services.plan.domain.certainty import surely
from services.plan.domain.chain import (
    breach_of,
    clients_breach_of,
    linked,
    out_of_order,
    with_breach,
)
from services.plan.domain.errors import ReferralTooLate
from services.plan.domain.legal_time import day_of, months_after
from services.plan.domain.resting import needs_no_mediation
from services.plan.domain.sides import needs_jobcenter
from services.plan.domain.signatures import Change, Decision
from services.plan.domain.state import HardshipRuledOut, Open, Referred


def _refer(
    command: commands.ReferForReductionReview, plan: Open, metadata: Metadata
) -> Sequence[Event]:
    """Within the regime's months of the breach (§ 31b Abs. 1 Satz 5 SGB II).

    A breach of duty is a demand not met (§ 31 SGB II): it rests while a mediation runs. A missed
    appointment (§ 32) does not. Raises ConsequencesRest, NothingMissed, NoConsequences,
    StepOutOfOrder, ReferralTooLate, CannotSpeakFor, NotAParty.
    """
    needs_jobcenter(metadata.actor)
    if command.item.kind == "agreement":
        needs_no_mediation(plan)
    breach = clients_breach_of(plan, command.item)
    if not isinstance(breach, HardshipRuledOut):
        raise out_of_order("refer for review", breach)
    breach_on = breach.grounds.breach_on
    limit = months_after(breach_on, regime(metadata.regime).plan.referral_months)
    if day_of(metadata.time) > limit:
        raise ReferralTooLate(breach_on, limit)
    return [
        said.ReductionReviewReferred(
            item=command.item,
            breach_on=breach_on,
            referral_limit=limit,
            case=breach.case.links,
        )
    ]


def _referred(plan: Open, event: said.ReductionReviewReferred, at: Envelope) -> Open:
    breach = surely(HardshipRuledOut, breach_of(plan, event.item))
    referred = Referred(linked(breach, at), breach.grounds, at.id, at.metadata.time)
    return with_breach(plan, referred)


DECISIONS: Mapping[type, Decision] = {commands.ReferForReductionReview: _refer}
CHANGES: Mapping[type, Change] = {said.ReductionReviewReferred: _referred}
