"""Who may see and do what with notifications (§ 35 SGB I): one table, one question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from contracts.envelope import Role
from contracts.notifications import Capacity
from kernel.http import NotEntitled, NotFound
from kernel.security import Identity
from services.notifications.people import People

Relation = Literal["recipient", "representative", "counsellor", "office"]
"""How somebody stands to a notification: it is for them; they represent the client it is for; they
are the counsellor of the plan now; they are the platform of the plan's jobcenter."""

Operation = Literal[
    "list_notifications",
    "read_notification",
    "record_delivered",
    "record_read",
    "set_preferences",
    "read_preferences",
]

_OF_CLIENT_OR_STAFF: frozenset[Role] = frozenset({"client", "counsellor", "mediator"})
_ROLES: Mapping[Relation, frozenset[Role]] = MappingProxyType(
    {
        "recipient": _OF_CLIENT_OR_STAFF,
        "representative": frozenset({"client"}),
        "counsellor": frozenset({"counsellor"}),
        "office": frozenset({"system"}),
    }
)
_ROLE_OF: Mapping[Capacity, Role] = MappingProxyType(
    {
        "client": "client",
        "representative": "client",
        "counsellor": "counsellor",
        "mediator": "mediator",
    }
)

Relations = frozenset[Relation]

_ALL: Relations = frozenset({"recipient", "representative", "counsellor", "office"})

ENTITLED: Mapping[Operation, Relations] = MappingProxyType(
    {
        "list_notifications": _ALL,
        "read_notification": _ALL,
        # Only a channel can tell that something arrived.
        "record_delivered": frozenset({"office"}),
        # Nobody reads in somebody else's name: what a representative reads is theirs.
        "record_read": frozenset({"recipient", "office"}),
        "set_preferences": frozenset({"recipient", "office"}),
        # An e-mail address is nobody else's business, not even that of whoever typed it in.
        "read_preferences": frozenset({"recipient"}),
    }
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """For whom a notification is, and in which capacity."""

    recipient: str
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a list somebody may see: None is everything of that plan."""

    plan: UUID | None
    recipients: Collection[str] | None
    capacities: Collection[Capacity] | None = None


def has_role_for(operation: Operation, identity: Identity) -> None:
    """What somebody's role alone rules out. Raises NotEntitled."""
    role = identity.actor.role
    if all(role not in _ROLES[relation] for relation in ENTITLED[operation]):
        raise _not_entitled(operation, identity)


def entitled(
    operation: Operation, identity: Identity, of: Addressed, people: People | None
) -> None:
    """Raises NotEntitled; NotFound where it is none of somebody's business at all."""
    has_role_for(operation, identity)
    standing = relations(identity, of, people)
    if not standing:
        raise unknown()
    if not standing & ENTITLED[operation]:
        raise _not_entitled(operation, identity)


def entitled_to_preferences(operation: Operation, identity: Identity, recipient: str) -> None:
    """One's own; the platform may set anybody's, as they asked on paper. Raises NotEntitled."""
    has_role_for(operation, identity)
    relation: Relation = "office" if identity.actor.role == "system" else "recipient"
    own = relation == "office" or identity.actor.sub == recipient
    if not own or relation not in ENTITLED[operation]:
        raise _not_entitled(operation, identity)


def relations(identity: Identity, of: Addressed, people: People | None) -> Relations:
    """Everything that somebody is to a notification in the matter of a plan."""
    actor = identity.actor
    held: dict[Relation, bool] = {
        "recipient": actor.sub == of.recipient and actor.role == _ROLE_OF[of.capacity],
        "representative": of.capacity == "client" and _represents(identity, people),
        "counsellor": _advises(identity, people),
        "office": _is_office(identity, people),
    }
    return frozenset(relation for relation, holds in held.items() if holds)


def scope(
    identity: Identity, plan: UUID | None, people: People | None, recipient: str | None
) -> Scope:
    """What of a wanted list somebody may see. Raises NotEntitled, NotFound.

    Without a plan only what is for oneself. `people` are those of `plan`.
    """
    has_role_for("list_notifications", identity)
    role, own = identity.actor.role, {identity.actor.sub}
    mine = frozenset(capacity for capacity, its in _ROLE_OF.items() if its == role)
    if plan is None:
        allowed = "Name a plan to see more than your own."
        return Scope(None, _wanted(recipient, own, allowed), mine)
    if _advises(identity, people) or _is_office(identity, people):
        return Scope(plan, None if recipient is None else {recipient})
    if role == "mediator":
        return Scope(plan, _wanted(recipient, own, "A mediator sees their own."), mine)
    if people is None or not (_is_client(identity, people) or _represents(identity, people)):
        raise unknown()
    may = own | {people.client}
    return Scope(plan, _wanted(recipient, may, "Yours and your client's."), mine)


def unknown() -> NotFound:
    """The same for what there is not and for what somebody may not know of."""
    return NotFound(
        "There is no such notification or plan, or you have nothing to do with it.",
        allowed="GET /notifications lists your own.",
    )


def _wanted(recipient: str | None, may: set[str], allowed: str) -> set[str]:
    if recipient is not None and recipient not in may:
        raise NotEntitled("These are somebody else's notifications.", allowed=allowed)
    return may if recipient is None else {recipient}


def _is_client(identity: Identity, people: People) -> bool:
    return identity.actor.role == "client" and identity.actor.sub == people.client


def _represents(identity: Identity, people: People | None) -> bool:
    """For as long as the plan names them, and with a token that says for whom."""
    if people is None or identity.client != people.client:
        return False
    return identity.actor.role == "client" and identity.actor.sub in people.representatives


def _advises(identity: Identity, people: People | None) -> bool:
    actor = identity.actor
    return (
        people is not None
        and actor.role == "counsellor"
        and (actor.sub, actor.organisation) == (people.counsellor, people.jobcenter)
    )


def _is_office(identity: Identity, people: People | None) -> bool:
    actor = identity.actor
    return people is not None and actor.role == "system" and actor.organisation == people.jobcenter


def _not_entitled(operation: Operation, identity: Identity) -> NotEntitled:
    return NotEntitled(
        f"In your role ({identity.actor.role}), or as you stand to this, you cannot do this.",
        allowed=f"It takes the {' or '.join(sorted(ENTITLED[operation]))}.",
        operation=operation,
    )
