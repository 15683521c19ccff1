"""Who may do and see what with a plan (§ 35 SGB I): one table, one question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from contracts.envelope import Role
from kernel.http import NotEntitled, NotFound
from kernel.security import Identity

Relation = Literal["client", "representative", "counsellor", "mediator", "office"]
"""`office` is the jobcenter's own platform, which hands clients over when a counsellor is away."""

Relations = frozenset[Relation]

_CLIENT: Relations = frozenset({"client", "representative"})
_COUNSELLOR: Relations = frozenset({"counsellor"})
_EITHER: Relations = _CLIENT | _COUNSELLOR
_READERS: Relations = _EITHER | {"mediator"}

ENTITLED: Mapping[str, Relations] = MappingProxyType(
    {
        "open_plan": _COUNSELLOR,
        "assign_counsellor": _COUNSELLOR | {"office"},
        "appoint_representative": _COUNSELLOR,
        "end_representation": _EITHER,
        "record_client_voice": _EITHER,
        "dispute_fact": _EITHER,
        "close_plan": _COUNSELLOR,
        "set_goal": _EITHER,
        "draft_agreement": _EITHER,
        "redraft_agreement": _EITHER,
        "drop_agreement": _EITHER,
        "add_remark": _EITHER,
        "start_revision": _EITHER,
        "drop_revision": _EITHER,
        "offer_draft": _EITHER,
        "accept_plan": _EITHER,
        "withdraw_acceptance": _EITHER,
        "issue_plan_copy": _COUNSELLOR,
        "record_disagreement": _EITHER,
        "record_agreement_kept": _EITHER,
        "record_agreement_missed": _EITHER,
        "retract_miss": _EITHER,
        "report_difficulty": _EITHER,
        "answer_difficulty": _EITHER,
        "set_appointment": _COUNSELLOR,
        "move_appointment": _COUNSELLOR,
        "record_appointment_kept": _COUNSELLOR,
        "record_appointment_missed": _COUNSELLOR,
        "request_important_reason": _COUNSELLOR,
        "state_important_reason": _EITHER,
        "assess_important_reason": _COUNSELLOR,
        "demand_cooperation": _COUNSELLOR,
        "record_demand_met": _COUNSELLOR,
        "record_demand_unmet": _COUNSELLOR,
        "offer_hearing": _COUNSELLOR,
        "record_hearing_held": _COUNSELLOR,
        "record_hearing_waived": _EITHER,
        "consider_hardship": _COUNSELLOR,
        "refer_for_reduction_review": _COUNSELLOR,
        "read_plan": _READERS,
        "read_copy": _READERS,
        "read_glance": _READERS,
        # What was kept and missed is between the two sides; a mediator need not count it.
        "read_duties": _EITHER,
        "list_plans": _EITHER,
        "read_worklist": _COUNSELLOR,
        "list_duties": _COUNSELLOR | {"office"},
    }
)
"""The side that may ask for an operation at all; whose word counts for what, the domain decides.

The commands of the clock and of reactions are in no table: no request can carry them.
"""

_ROLES: Mapping[Relation, Role] = MappingProxyType(
    {
        "client": "client",
        "representative": "client",
        "counsellor": "counsellor",
        "mediator": "mediator",
        "office": "system",
    }
)
_ABLE: Mapping[str, frozenset[Role]] = MappingProxyType(
    {name: frozenset(_ROLES[one] for one in relations) for name, relations in ENTITLED.items()}
)
"""The roles that can be entitled to an operation, whatever the plan."""


@dataclass(frozen=True, slots=True)
class Related:
    """Who has to do with a plan. `mediators` are those who mediate it now."""

    client: str
    jobcenter: str
    counsellor: str
    representatives: Collection[str] = ()
    mediators: Collection[str] = ()


def has_role_for(operation: str, identity: Identity) -> None:
    """Whether this role can ever do this, whatever the plan. Raises NotEntitled."""
    roles = _ABLE[operation]
    if identity.actor.role not in roles:
        raise NotEntitled(
            f"The role {identity.actor.role} cannot do this.",
            allowed=f"It takes the role {' or '.join(sorted(roles))}.",
            operation=operation,
        )


def entitled(operation: str, identity: Identity, related: Related | None) -> None:
    """Raises NotEntitled; and NotFound where there is no plan or none that this person may know of.

    The two answer alike, so that nobody learns from an answer whether somebody has a plan.
    """
    has_role_for(operation, identity)
    relation = relation_of(identity, related) if related else None
    if relation is None:
        raise NotFound(
            "There is no such plan, or it is not yours to see.",
            allowed="Name a plan that you are a party to.",
        )
    if relation not in ENTITLED[operation]:
        raise NotEntitled(
            f"As {relation} of this plan you cannot do this.",
            allowed=f"It takes the {' or '.join(sorted(ENTITLED[operation]))}.",
            operation=operation,
        )


def relation_of(identity: Identity, related: Related) -> Relation | None:
    """How a person stands to a plan; None for a stranger, a former counsellor included."""
    who, role = identity.actor.sub, identity.actor.role
    if role == "client" and identity.client == related.client:
        if who == related.client:
            return "client"
        return "representative" if who in related.representatives else None
    if role == "counsellor" and identity.actor.organisation == related.jobcenter:
        return "counsellor" if who == related.counsellor else None
    if role == "system":
        return "office" if identity.actor.organisation == related.jobcenter else None
    return "mediator" if role == "mediator" and who in related.mediators else None
