"""Event → command of this service: delivered at least once, in effect once."""

from contextlib import aclosing
from typing import Any, Protocol
from uuid import UUID, uuid5

from contracts.envelope import Recorded
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.database import Database
from kernel.dead_letters import DeadLetter, DeadLetters
from kernel.delivery import PASSES, Delivery, Transient
from kernel.event_store import EventStore, Page, StoredEvent
from kernel.following import Checkpoint, Patience, Place, Status, pages

PAGE = 100
"""Events between two checkpoints at most: those are seen again after a crash."""


class Reaction(Protocol):
    """Its commands carry the id `command_id(event, name)`: done twice, they are done once."""

    @property
    def name(self) -> str:
        """Stays for ever: the ids of commands are made from it."""

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the streams that it listens to."""

    async def react(self, recorded: Recorded[Any]) -> None:
        """Do what follows from the event, if anything does. May raise Refusal."""


def command_id(event: UUID, reaction: str) -> UUID:
    return uuid5(event, reaction)


class ReactionRunner:
    """Feeds a reaction from a store. A Follower.

    Events of one plan (without one: of one stream) keep their order, those of others do not wait.
    A refusal, and whatever else the event itself is to blame for, becomes a dead letter. When the
    surroundings fail for too long the runner stops, and will see the event again.
    """

    def __init__(
        self,
        store: EventStore,
        database: Database,
        codec: Codec,
        reaction: Reaction,
        clock: Clock,
        *,
        patience: Patience | None = None,
        transient: Transient = PASSES,
    ) -> None:
        self._store, self._codec, self._reaction = store, codec, reaction
        self._patience = patience or Patience()
        self._place = Place(reaction.name, store, reaction.categories)
        self._checkpoint = Checkpoint(database, reaction.name)
        self.dead_letters = DeadLetters(database, clock)
        self._delivery = Delivery(self.name, self.dead_letters, self._patience, transient)

    @property
    def name(self) -> str:
        return self._reaction.name

    async def run(self) -> None:
        await self._place.hold(self._follow, self._checkpoint.stop, self._patience)

    def stop(self) -> None:
        self._place.stopping.set()

    async def status(self) -> Status:
        return await self._place.status(*await self._checkpoint.read())

    async def caught_up(self, position: int, within: float) -> bool:
        """Whether everything up to `position` was reacted to, within so many seconds."""
        return await self._place.reached(position, within)

    async def handle(self, recorded: Recorded[Any]) -> None:
        """React to an event, wherever it came from. Raises GaveUp: then it must come again."""
        await self._delivery.one(recorded.envelope, lambda: self._reaction.react(recorded))

    async def replay(self, letter: DeadLetter) -> None:
        """Try once more and forget the letter. Raises what the reaction raises, and keeps it."""
        page = await self._store.read_all(after=letter.position - 1, limit=1)
        try:
            await self._reaction.react(self._codec.recorded(page.events[0]))
        except Exception as error:
            await self.dead_letters.add(self.name, page.events[0], error, letter.attempts + 1)
            raise
        await self.dead_letters.discard(letter)

    async def _follow(self) -> None:
        position, _ = await self._checkpoint.read()
        self._place.begin(position)
        source = self._store.subscribe(
            after=position, categories=self._reaction.categories, page=PAGE
        )
        async with aclosing(pages(source, self._place.stopping, self._place.pause)) as arriving:
            async for page in arriving:
                if page.events:
                    await self._take(page)
                self._place.move(page.position, len(page.events))

    async def _take(self, page: Page) -> None:
        readable = [one for stored in page.events if (one := await self._decoded(stored))]
        _, error = await self._delivery.each(readable, _lane, self.handle)
        if error:
            raise error
        await self._checkpoint.move(page.position)

    async def _decoded(self, stored: StoredEvent) -> Recorded[Any] | None:
        try:
            return self._codec.recorded(stored)
        except (LookupError, ValueError) as error:
            await self.dead_letters.add(self.name, stored, error)
            return None


def _lane(recorded: Recorded[Any]) -> UUID | str:
    return recorded.envelope.metadata.plan or recorded.envelope.stream
