"""Every event by its stored type: `PlanAgreed.v1` → `PlanAgreed`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from contracts.mediation import MediationEvent
from contracts.model import Event
from contracts.notifications import NotificationEvent
from contracts.plan import PlanEvent
from contracts.upcasting import UPCASTERS, steps_from


def type_of(model: type[Event]) -> str:
    """The type that an event of this model is said and stored under."""
    name: str = model.model_fields["type"].default
    return name


def _by_type(union: Any) -> dict[str, type[Event]]:
    models: tuple[type[Event], ...] = get_args(get_args(union)[0])
    return {type_of(model): model for model in models}


PLAN = MappingProxyType(_by_type(PlanEvent))
MEDIATION = MappingProxyType(_by_type(MediationEvent))
NOTIFICATIONS = MappingProxyType(_by_type(NotificationEvent))

SERVICES: Mapping[str, Mapping[str, type[Event]]] = MappingProxyType(
    {"plan": PLAN, "mediation": MEDIATION, "notifications": NOTIFICATIONS}
)
EVENTS: Mapping[str, type[Event]] = MappingProxyType({**PLAN, **MEDIATION, **NOTIFICATIONS})
"""What is said today: the newest version of each."""

PAST: Mapping[str, type[Event]] = MappingProxyType({type_of(u.old): u.old for u in UPCASTERS})
"""What was said once and is still stored: superseded versions."""

_NEWEST = {name: type_of(steps_from(m, UPCASTERS)[-1].new) for name, m in PAST.items()}


def newest(type: str) -> str:
    """The type that an event stored as `type` would be said under today."""
    return _NEWEST.get(type, type)


def stored_types(*models: type[Event]) -> frozenset[str]:
    """Every type under which events of these models lie in stores, in all their versions."""
    said = {type_of(model) for model in models}
    return frozenset(said | {old for old in PAST if newest(old) in said})
