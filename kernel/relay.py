"""Event store → topic, in order, from a checkpoint: the way from what is kept to what is heard."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

from kernel.database import Database
from kernel.delivery import Transient
from kernel.event_store import EventStore, StoredEvent
from kernel.following import TRANSIENT, Checkpoint, Patience, Place, Status, pages

PAGE = 2_000
"""Events between two checkpoints at most: those are published again after a crash."""

Publish = Callable[[Sequence[StoredEvent]], Awaitable[None]]
"""Returns when all of them are safe with the broker, in their order; raises where one is not."""


class Relay:
    """Publishes every event of `categories` at least once. A Follower.

    It stops at the first failure and begins again behind its checkpoint: an event never overtakes
    an earlier one, and none is skipped. What comes twice has the same id.
    """

    def __init__(
        self,
        name: str,
        store: EventStore,
        database: Database,
        categories: tuple[str, ...],
        publish: Publish,
        *,
        patience: Patience | None = None,
        transient: Transient = TRANSIENT,
    ) -> None:
        self._name, self._store, self._categories = name, store, categories
        self._publish, self._transient = publish, transient
        self._patience = patience or Patience()
        self._place = Place(name, store, categories)
        self._checkpoint = Checkpoint(database, name)

    @property
    def name(self) -> str:
        return self._name

    async def run(self) -> None:
        await self._place.hold(self._follow, self._checkpoint.stop, self._patience, self._transient)

    def stop(self) -> None:
        self._place.stopping.set()

    async def status(self) -> Status:
        return await self._place.status(*await self._checkpoint.read())

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether everything up to `position` was published, within so many seconds."""
        return await self._place.reached(position, within)

    async def _follow(self) -> None:
        position, _ = await self._checkpoint.read()
        self._place.begin(position)
        source = self._store.subscribe(after=position, categories=self._categories, page=PAGE)
        async with aclosing(pages(source, self._place.stopping)) as arriving:
            async for page in arriving:
                if page.events:
                    await self._publish(page.events)
                    await self._checkpoint.move(page.position)
                self._place.move(page.position, len(page.events))
