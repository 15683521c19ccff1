"""Every event by its stored type: `PlanAgreed.v1` → `PlanAgreed`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from contracts.mediation import MediationEvent
from contracts.model import Event
from contracts.notifications import NotificationEvent
from contracts.plan import PlanEvent


def _by_type(union: Any) -> dict[str, type[Event]]:
    models: tuple[type[Event], ...] = get_args(get_args(union)[0])
    return {model.model_fields["type"].default: model for model in models}


PLAN = MappingProxyType(_by_type(PlanEvent))
MEDIATION = MappingProxyType(_by_type(MediationEvent))
NOTIFICATIONS = MappingProxyType(_by_type(NotificationEvent))

SERVICES: Mapping[str, Mapping[str, type[Event]]] = MappingProxyType(
    {"plan": PLAN, "mediation": MEDIATION, "notifications": NOTIFICATIONS}
)
EVENTS: Mapping[str, type[Event]] = MappingProxyType({**PLAN, **MEDIATION, **NOTIFICATIONS})
