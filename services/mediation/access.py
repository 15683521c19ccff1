"""Who may do and see what in a mediation (§ 35 SGB I): one table, one question per operation."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from contracts.envelope import Role
from kernel.http import NotEntitled, NotFound
from kernel.security import Identity
from services.mediation.domain.states import NotRequested, State
from services.mediation.plan_history import PlanHistory

Relation = Literal["client", "counsellor", "colleague", "mediator", "office"]
"""How somebody stands to a case: the client or who represents them; the counsellor who advises
the client now; any counsellor of the same jobcenter; the mediator of this case; the designated
office, that is the jobcenter's own platform."""

Operation = Literal[
    "request_mediation",
    "join_mediation",
    "withdraw_mediation",
    "appoint_mediator",
    "recuse_mediator",
    "schedule_talk",
    "record_talk_held",
    "propose_solution",
    "accept_solution",
    "decline_solution",
    "read_mediation",
    "list_mediations",
    "list_cases",
]

_ROLE: Mapping[Relation, Role] = MappingProxyType(
    {
        "client": "client",
        "counsellor": "counsellor",
        "colleague": "counsellor",
        "mediator": "mediator",
        "office": "system",
    }
)

Relations = frozenset[Relation]

_PARTIES: Relations = frozenset({"client", "counsellor"})
_OFFICE: Relations = frozenset({"office"})
_MEDIATOR: Relations = frozenset({"mediator"})

ENTITLED: Mapping[Operation, Relations] = MappingProxyType(
    {
        # The office records what reaches it on paper.
        "request_mediation": _PARTIES | _OFFICE,
        "join_mediation": _PARTIES | _OFFICE,
        "withdraw_mediation": _PARTIES | _OFFICE,
        # That somebody appoints is the jobcenter's affair; whom, is not: see the neutrality rules.
        "appoint_mediator": frozenset({"colleague", "office"}),
        # A party cannot get rid of a mediator.
        "recuse_mediator": _MEDIATOR | _OFFICE,
        "schedule_talk": _MEDIATOR,
        "record_talk_held": _MEDIATOR,
        "propose_solution": _MEDIATOR,
        # The mediator may record what a client without the portal answered.
        "accept_solution": _PARTIES | _MEDIATOR,
        "decline_solution": _PARTIES | _MEDIATOR,
        # The texts of a case: need to know, even inside the authority.
        "read_mediation": _PARTIES | _MEDIATOR,
        # That there is a case, and how it stands, without its texts.
        # How far each of them is: for whoever leads them.
        "list_cases": _MEDIATOR,
        "list_mediations": _PARTIES | _MEDIATOR | _OFFICE | {"colleague"},
    }
)


def has_role_for(operation: Operation, identity: Identity) -> None:
    """What somebody's role alone rules out, whatever the case. Raises NotEntitled."""
    role = identity.actor.role
    if all(_ROLE[relation] != role for relation in ENTITLED[operation]):
        raise _not_entitled(operation, identity)


def entitled(operation: Operation, identity: Identity, plan: PlanHistory, state: State) -> None:
    """Raises NotEntitled; NotFound where the case is none of somebody's business at all."""
    has_role_for(operation, identity)
    standing = relations(identity, plan, state)
    if not standing:
        raise unknown()
    if not standing & ENTITLED[operation]:
        raise _not_entitled(operation, identity)


def relations(identity: Identity, plan: PlanHistory, state: State) -> frozenset[Relation]:
    """Everything that somebody is to this case."""
    actor = identity.actor
    inside = actor.organisation == plan.jobcenter
    held: dict[Relation, bool] = {
        "client": actor.role == "client" and _is_client(identity, plan),
        "counsellor": actor.role == "counsellor" and inside and actor.sub == plan.counsellor,
        "colleague": actor.role == "counsellor" and inside,
        "mediator": actor.role == "mediator" and actor.sub == _mediator(state),
        "office": actor.role == "system" and inside,
    }
    return frozenset(relation for relation, holds in held.items() if holds)


def unknown() -> NotFound:
    """The same for what there is not and for what somebody may not know of."""
    return NotFound(
        "There is no such plan or mediation, or you have nothing to do with it.",
        allowed="GET /mediations lists what you may see.",
    )


def _is_client(identity: Identity, plan: PlanHistory) -> bool:
    """Themselves, or a representative for as long as the plan names them."""
    if identity.client != plan.client:
        return False
    return identity.actor.sub in {plan.client, *plan.representatives}


def _mediator(state: State) -> str | None:
    return None if isinstance(state, NotRequested) else state.mediator


def _not_entitled(operation: Operation, identity: Identity) -> NotEntitled:
    return NotEntitled(
        f"In your role ({identity.actor.role}), or as you stand to this case, you cannot do this.",
        allowed=f"It takes the {' or '.join(sorted(ENTITLED[operation]))}.",
        operation=operation,
    )
