"""Every event by its stored type: `PlanAgreed.v1` → `PlanAgreed`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from contracts.mediation import MediationEvent
from contracts.model import Contract
from contracts.notifications import NotificationEvent
from contracts.plan import PlanEvent


def _by_type(union: Any) -> dict[str, type[Contract]]:
    models: tuple[type[Contract], ...] = get_args(get_args(union)[0])
    return {model.model_fields["type"].default: model for model in models}


PLAN = MappingProxyType(_by_type(PlanEvent))
MEDIATION = MappingProxyType(_by_type(MediationEvent))
NOTIFICATIONS = MappingProxyType(_by_type(NotificationEvent))

SERVICES: Mapping[str, Mapping[str, type[Contract]]] = MappingProxyType(
    {"plan": PLAN, "mediation": MEDIATION, "notifications": NOTIFICATIONS}
)
EVENTS: Mapping[str, type[Contract]] = MappingProxyType({**PLAN, **MEDIATION, **NOTIFICATIONS})
