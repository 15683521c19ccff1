"""Cases as they stood at a moment: by replay of those that the register names."""

from collections.abc import AsyncGenerator, Sequence
from uuid import UUID

from contracts.catalogue import MEDIATION
from kernel.as_of import Moment, replayed
from kernel.codec import Codec
from kernel.event_store import EventStore
from services.mediation.office import stream_of
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.documents import Document, evolve

_CODEC = Codec(MEDIATION)
_FEWER = "A smaller `limit`, or one plan: ?plan=…"


async def documents(
    store: EventStore, mediations: Sequence[UUID], moment: Moment | None
) -> AsyncGenerator[MediationDocument, None]:
    """Those that had been asked for, in the order named; without a moment, as they stand now.

    Raises TooMuchToReplay.
    """
    streams = [stream_of(mediation) for mediation in mediations]
    async for one in replayed(store, streams, moment, _FEWER):
        document: Document = None
        for recorded in _CODEC.recorded_all(one.then):
            document = evolve(document, recorded)
        if document is not None:
            yield document
