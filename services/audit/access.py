"""Who may read what here (§ 35 SGB I): one table, one question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from contracts.envelope import Role
from kernel.http import NotEntitled, NotFound
from kernel.security import Identity

Operation = Literal[
    "read_trail",
    "read_as_of",
    "compare_versions",
    "compare_moments",
    "list_agreements",
    "list_events",
    "read_tree",
    "read_statistics",
    "export_events",
    "read_export",
    "list_accesses",
]
Relation = Literal["client", "representative", "counsellor", "auditor"]
"""`auditor` is an auditor of the plan's own jobcenter: audit ends at the organisation's border."""

Relations = frozenset[Relation]

_CONCERNED: Relations = frozenset({"client", "representative", "counsellor", "auditor"})
_SUBJECTS: Relations = frozenset({"client", "representative", "auditor"})

ENTITLED: Mapping[Operation, Relations] = MappingProxyType(
    {
        "read_trail": _CONCERNED,
        "read_as_of": _CONCERNED,
        "compare_versions": _CONCERNED,
        "compare_moments": _CONCERNED,
        "list_agreements": _CONCERNED,
        "list_events": frozenset({"auditor"}),
        "read_tree": frozenset({"auditor"}),
        "read_statistics": frozenset({"auditor"}),
        "export_events": frozenset({"auditor"}),
        "read_export": frozenset({"auditor"}),
        # A client may know who read their data; a colleague need not.
        "list_accesses": _SUBJECTS,
    }
)
"""Who may do it for one plan. Without naming a plan: see `WITHOUT_PLAN`."""

WITHOUT_PLAN: Mapping[Operation, Relations] = MappingProxyType(
    {
        "list_agreements": frozenset({"client", "auditor"}),
        "list_events": frozenset({"auditor"}),
        "read_tree": frozenset({"auditor"}),
        "read_statistics": frozenset({"auditor"}),
        "export_events": frozenset({"auditor"}),
        "read_export": frozenset({"auditor"}),
        "list_accesses": frozenset({"client", "auditor"}),
    }
)
"""Across plans: the auditor those of the jobcenter, the client their own."""

_ROLES: Mapping[Relation, Role] = MappingProxyType(
    {
        "client": "client",
        "representative": "client",
        "counsellor": "counsellor",
        "auditor": "auditor",
    }
)

USUAL_PURPOSE: Mapping[Role, str] = MappingProxyType(
    {"client": "own data (Art. 15 DSGVO)", "counsellor": "counselling"}
)
"""An auditor has none: each audit has a purpose of its own, and says it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and why."""

    identity: Identity
    purpose: str


@dataclass(frozen=True, slots=True)
class Related:
    """Whom a plan concerns."""

    client: str | None
    jobcenter: str | None
    counsellor: str | None
    representatives: Collection[str] = ()


def has_role_for(operation: Operation, identity: Identity) -> None:
    """Whether this role can ever do this. Raises NotEntitled."""
    roles = {_ROLES[relation] for relation in ENTITLED[operation]}
    if identity.actor.role not in roles:
        raise NotEntitled(
            f"The role {identity.actor.role} cannot read this.",
            allowed=f"It takes the role {' or '.join(sorted(roles))}.",
            operation=operation,
        )


def entitled(operation: Operation, identity: Identity, related: Related | None) -> None:
    """Raises NotEntitled; and NotFound where there is no plan or none that this person may know of.

    The two answer alike, so that nobody learns from an answer whether somebody has a plan.
    """
    has_role_for(operation, identity)
    relation = relation_of(identity, related) if related else None
    if relation is None:
        raise NotFound(
            "There is no such plan, or it is not yours to see.",
            allowed="Name a plan of your own, one you are assigned to, or one of your jobcenter.",
        )
    if relation not in ENTITLED[operation]:
        raise _not_as(relation, operation, ENTITLED[operation])


def entitled_across(operation: Operation, identity: Identity) -> None:
    """Whether somebody may ask without naming a plan. Raises NotEntitled."""
    has_role_for(operation, identity)
    relation = _own_relation(identity)
    if relation not in WITHOUT_PLAN[operation]:
        raise NotEntitled(
            "You may read this for one plan at a time.",
            allowed="Name the plan: ?plan=…",
            operation=operation,
        )


def relation_of(identity: Identity, related: Related) -> Relation | None:
    """How a person stands to a plan; None for a stranger, a former counsellor included."""
    actor = identity.actor
    holds: dict[Relation, bool] = {
        "client": identity.client == related.client and actor.sub == related.client,
        "representative": identity.client == related.client
        and actor.sub in related.representatives,
        "counsellor": actor.organisation == related.jobcenter and actor.sub == related.counsellor,
        "auditor": actor.organisation == related.jobcenter,
    }
    own = (one for one, held in holds.items() if held and _ROLES[one] == actor.role)
    return next(own, None)


def _own_relation(identity: Identity) -> Relation | None:
    actor = identity.actor
    if actor.role == "client":
        return "client" if actor.sub == identity.client else "representative"
    return next((one for one, role in _ROLES.items() if role == actor.role), None)


def _not_as(relation: Relation, operation: Operation, allowed: Relations) -> NotEntitled:
    return NotEntitled(
        f"As {relation} of this plan you cannot read this.",
        allowed=f"It takes the {' or '.join(sorted(allowed))}.",
        operation=operation,
    )
