"""A plan as it stood at any moment, and what was different between two: by replay of its stream."""

from collections.abc import Sequence
from typing import Any

from contracts.catalogue import PLAN, newest
from contracts.envelope import Recorded
from contracts.plan_document import fold
from kernel.event_store import EventStore
from kernel.projections import TrueFor
from kernel.sealing import KeyStore
from services.audit.bodies import events_at, history
from services.audit.comparing import View, agreed_content, whole
from services.audit.lines import causation_of
from services.audit.moments import Moment
from services.audit.read_models.trail import PlanFacts, named
from services.audit.refusals import HistoryTooLong
from services.audit.standings import (
    Causes,
    Comparison,
    Standing,
    count_at,
    count_of_version,
    document_after,
    explained,
)
from services.audit.texts import opener
from services.audit.trail import Trail

LONGEST = 20_000
"""Events of one plan that are held in memory; some 40 a year are usual."""


class Past:
    """Needs the store alone; the trail only for causes in other streams."""

    def __init__(self, store: EventStore, trail: Trail, keys: KeyStore) -> None:
        self._store, self._trail, self._keys = store, trail, keys

    async def as_of(self, plan: PlanFacts, moment: Moment) -> Standing:
        """Raises NotOpenedThen."""
        true_for = await self._trail.now()
        events = await self._history(plan)
        count = count_at(events, moment)
        document = document_after(events, count)
        open_ = await opener(self._keys, plan.client)
        return Standing(document, events[count - 1].envelope, true_for, open_)

    async def between_versions(self, plan: PlanFacts, first: int, last: int) -> Comparison:
        """What was agreed differently. Raises NoSuchVersion, OutOfOrder."""
        true_for, events = await self._trail.now(), await self._history(plan)
        counts = count_of_version(events, first), count_of_version(events, last)
        return await self._compared(plan, events, counts, agreed_content, true_for)

    async def between_moments(self, plan: PlanFacts, first: Moment, last: Moment) -> Comparison:
        """Everything that was different. Raises NotOpenedThen, NoSuchVersion, OutOfOrder."""
        true_for, events = await self._trail.now(), await self._history(plan)
        counts = count_at(events, first), count_at(events, last)
        return await self._compared(plan, events, counts, whole, true_for)

    async def representatives(self, plan: PlanFacts) -> set[str]:
        """Who stands in for the client now."""
        document = fold(await self._history(plan))
        return {one.person for one in document.representatives} if document else set()

    async def _history(self, plan: PlanFacts) -> list[Recorded[Any]]:
        """Raises HistoryTooLong."""
        events: list[Recorded[Any]] = []
        async for page in history(self._store, f"plan-{plan.plan}"):
            events += page
            if len(events) > LONGEST:
                raise HistoryTooLong(LONGEST)
        return events

    async def _compared(
        self,
        plan: PlanFacts,
        events: Sequence[Recorded[Any]],
        counts: tuple[int, int],
        view: View,
        true_for: TrueFor,
    ) -> Comparison:
        first, last = counts
        open_ = await opener(self._keys, plan.client)
        causes = await self._elsewhere(plan, events[first:last])
        found = explained(events, counts, view, open_, causes)
        before = events[first - 1].envelope if first else None
        after = events[last - 1].envelope
        return Comparison(before, after, tuple(found), true_for, open_)

    async def _elsewhere(self, plan: PlanFacts, events: Sequence[Recorded[Any]]) -> Causes:
        """Events of other streams that led to these."""
        ids = {id for recorded in events if (id := causation_of(recorded)) is not None}
        places = (
            await self._trail.answer(lambda c, t: named(c, t, dict.fromkeys(ids, plan)))
        ).value
        elsewhere = [place for place in places.values() if newest(place.type) not in PLAN]
        found = await events_at(self._store, elsewhere)
        return {recorded.envelope.id: recorded for recorded in found}
