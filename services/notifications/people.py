"""Whose plan it is and who has to do with it now, read from the plan's own stream."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from contracts import plan as p
from contracts.catalogue import EVENTS
from contracts.envelope import Recorded
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.folding import StreamFold


@dataclass(frozen=True, slots=True)
class People:
    """`representations` are (person, basis): somebody may represent on more than one basis."""

    client: str
    jobcenter: str
    counsellor: str
    regime: str
    representations: frozenset[tuple[str, str]] = frozenset()

    @property
    def representatives(self) -> frozenset[str]:
        return frozenset(person for person, _ in self.representations)


def evolve(people: People | None, recorded: Recorded[Any]) -> People | None:
    event = recorded.event
    if isinstance(event, p.PlanOpened):
        return People(event.client, event.jobcenter, event.counsellor, event.regime)
    if people is None:
        return None
    match event:
        case p.CounsellorAssigned():
            return replace(people, counsellor=event.counsellor)
        case p.RepresentativeAppointed():
            more = people.representations | {(event.person, event.basis)}
            return replace(people, representations=more)
        case p.RepresentationEnded():
            fewer = people.representations - {(event.person, event.basis)}
            return replace(people, representations=fewer)
    return people


class PeopleOfPlans:
    def __init__(self, store: EventStore) -> None:
        nobody: People | None = None
        self._fold = StreamFold(store, Codec(EVENTS), nobody, evolve)

    async def of(self, plan: UUID) -> People | None:
        """None where there is no such plan."""
        return (await self._fold.load(f"plan-{plan}")).state
