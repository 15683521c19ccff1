"""Where each service speaks and listens on Kafka, and what keeps a plan's messages in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

DAY = 24 * 60 * 60 * 1000
FOR_EVER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`retention` in milliseconds. `compacted`: only the newest message of each key is kept.

    `ordered` by plan: it has as many partitions as the deployment says, the others have one.
    """

    name: str
    retention: int
    ordered: bool = True
    compacted: bool = False


CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plan": ("plan",),
        "mediation": ("mediation",),
        "notifications": ("notification", "recipient"),
    }
)
"""Whose streams a service writes; what it says there, it says on its topic."""

HEARS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plan": ("mediation",),
        "mediation": ("plan", "mediation"),
        "notifications": ("plan", "mediation"),
    }
)
"""Whose topics a service listens to."""

EVENTS: Mapping[str, Topic] = MappingProxyType(
    {
        service: Topic(name=f"{service}.events", retention=FOR_EVER)
        for service in ("plan", "mediation", "notifications")
    }
)
"""Every event of the service, from the first one on."""

COMMANDS: Mapping[str, Topic] = MappingProxyType(
    {
        service: Topic(name=f"{service}.commands", retention=7 * DAY)
        for service in ("plan", "mediation")
    }
)
"""Requests to a service, each encrypted for it."""

RESULTS: Mapping[str, Topic] = MappingProxyType(
    {
        service: Topic(name=f"{service}.command-results", retention=7 * DAY)
        for service in ("plan", "mediation")
    }
)
"""What became of each of them."""

DEAD_LETTERS: Mapping[str, Topic] = MappingProxyType(
    {
        service: Topic(
            name=f"{service}.dead-letters", retention=FOR_EVER, ordered=False, compacted=True
        )
        for service in ("plan", "mediation", "notifications")
    }
)
"""What a service could not do and will not try again by itself, until somebody looks at it."""


def topics_of(categories: tuple[str, ...]) -> tuple[Topic, ...]:
    """Where the events of these streams are to be heard."""
    return tuple(
        EVENTS[service] for service, own in CATEGORIES.items() if set(own) & set(categories)
    )
