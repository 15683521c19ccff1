"""Plans by name: the newest state to decide on, the newest document to read."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from contracts import catalogue
from contracts import mediation as said
from contracts.envelope import Recorded
from contracts.model import Event
from contracts.plan_document import PlanDocument, fold
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.projections import Projection, ProjectionNotReady
from services.plan.access import Related
from services.plan.domain.state import NotOpened, State
from services.plan.read_models.plan_view import document_of, standing_of, stream_of
from services.plan.read_models.standing import Standing, standing_after
from services.plan.read_models.tables import PlanTables

R = TypeVar("R")

RegimeOf = Callable[[str], str]
"""The id of the legal regime that a jobcenter works under now."""

_PLAN, _MEDIATION = Codec(catalogue.PLAN), Codec(catalogue.MEDIATION)
_OVER = (said.MediationSettled, said.MediationExpired, said.MediationBecameMoot)


def related_to(state: State) -> Related | None:
    """Who has to do with a plan in this state; None for one that was never opened."""
    if isinstance(state, NotOpened):
        return None
    parties = state.parties
    return Related(
        parties.client, parties.jobcenter, parties.counsellor, parties.representatives.keys()
    )


class Documents:
    """Reads plans exactly: the row of the view, brought up to the newest event of the stream."""

    def __init__(self, store: EventStore, view: Projection[PlanTables]) -> None:
        self._store, self._view = store, view

    async def of(self, plan: UUID) -> PlanDocument | None:
        """The plan at its newest revision, whatever the view has heard of; None if unknown."""
        document = await self._in_view(lambda c, tables: document_of(c, tables, plan))
        return fold(await self._newer(plan, document), document)

    async def standing(self, plan: UUID) -> Standing | None:
        """The same, with the duties that the plan ever put on somebody."""
        known = await self._in_view(lambda c, tables: standing_of(c, tables, plan))
        return standing_after(known, await self._newer(plan, known.document if known else None))

    async def at_version(self, plan: UUID, version: int) -> PlanDocument | None:
        """The plan at the moment when `version` was agreed; None if it never was."""
        document = None
        for recorded in _PLAN.recorded_all(await self._store.read_stream(stream_of(plan))):
            document = fold([recorded], document)
            if document and document.versions and document.versions[-1].version == version:
                return document
        return None

    async def related(self, document: PlanDocument, *, role: str) -> Related:
        """Who has to do with the plan; mediators are looked up for a mediator's sake alone."""
        running = [one.mediation for one in document.rest] if role == "mediator" else []
        mediators = [await self._mediator(mediation) for mediation in running]
        return Related(
            document.client,
            document.jobcenter,
            document.counsellor,
            [one.person for one in document.representatives],
            [mediator for mediator in mediators if mediator],
        )

    async def _in_view(self, query: Callable[[Connection, PlanTables], R | None]) -> R | None:
        try:
            return await self._view.glance(query)
        except ProjectionNotReady:
            return None

    async def _newer(self, plan: UUID, known: PlanDocument | None) -> list[Recorded[Event]]:
        start = known.revision + 1 if known else None
        return _PLAN.recorded_all(await self._store.read_stream(stream_of(plan), start=start))

    async def _mediator(self, mediation: UUID) -> str | None:
        """Who mediates now, by the mediation's own events."""
        stored = await self._store.read_stream(f"mediation-{mediation}")
        mediator: str | None = None
        for recorded in _MEDIATION.recorded_all(stored):
            match recorded.event:
                case said.MediatorAppointed(mediator=appointed):
                    mediator = appointed
                case said.MediatorRecused():
                    mediator = None
                case said.MediationWithdrawn(ends=True):
                    return None
                case over if isinstance(over, _OVER):
                    return None
        return mediator
