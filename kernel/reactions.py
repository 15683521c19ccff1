"""Event → command of this service: delivered at least once, in effect once."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid5

from contracts.envelope import Recorded
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.database import Database
from kernel.dead_letters import DeadLetter, DeadLetters, Located
from kernel.delivery import PASSES, Delivery, Letterbox, Transient
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


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event, and how it stands where it came from."""

    at: Located
    recorded: Recorded[Any]


class Reacting:
    """What is the same wherever events come from.

    Events of one plan (without one: of one stream) keep their order, those of others do not wait.
    A refusal, and whatever else the event itself is to blame for, becomes a dead letter.
    """

    def __init__(
        self,
        codec: Codec,
        reaction: Reaction,
        letters: Letterbox,
        patience: Patience,
        transient: Transient = PASSES,
    ) -> None:
        self._codec, self._reaction, self._letters = codec, reaction, letters
        self._delivery = Delivery(reaction.name, letters, patience, transient)

    @property
    def name(self) -> str:
        return self._reaction.name

    async def understood(self, at: Located, stored: StoredEvent) -> Arrived | None:
        """None for what became a dead letter, because no model knows it or it fits none."""
        try:
            return Arrived(at, self._codec.recorded(stored))
        except (LookupError, ValueError) as error:
            await self.refuse(at, error)
            return None

    async def refuse(self, at: Located, error: Exception) -> None:
        await self._letters.add(self.name, at, error)

    async def each(self, arrived: Sequence[Arrived]) -> Exception | None:
        """React to all of them. An error says that the surroundings failed for too long: then
        those that came after it were not begun, and all have to come again."""
        _, error = await self._delivery.each(arrived, _lane, self._handle)
        return error

    async def again(self, at: Located, stored: StoredEvent, letter: DeadLetter) -> None:
        """Try once more. Raises what the reaction raises, and keeps the letter."""
        try:
            await self._reaction.react(self._codec.recorded(stored))
        except Exception as error:
            await self._letters.add(self.name, at, error, letter.attempts + 1)
            raise

    async def _handle(self, arrived: Arrived) -> None:
        await self._delivery.one(arrived.at, lambda: self._reaction.react(arrived.recorded))


class ReactionRunner:
    """Feeds a reaction from a store. A Follower.

    When the surroundings fail for too long the runner rests, and will see the event again.
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
        self._store, self._reaction = store, reaction
        self._patience = patience or Patience()
        self._place = Place(reaction.name, store, reaction.categories)
        self._checkpoint = Checkpoint(database, reaction.name)
        self.dead_letters = DeadLetters(database, clock)
        self._reacting = Reacting(codec, reaction, self.dead_letters, self._patience, transient)

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

    async def replay(self, letter: DeadLetter) -> None:
        """Try once more and forget the letter. Raises what the reaction raises, and keeps it."""
        page = await self._store.read_all(after=letter.position - 1, limit=1)
        await self._reacting.again(page.events[0], page.events[0], letter)
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
        understood = self._reacting.understood
        arrived = [one for stored in page.events if (one := await understood(stored, stored))]
        if error := await self._reacting.each(arrived):
            raise error
        await self._checkpoint.move(page.position)


def _lane(arrived: Arrived) -> UUID | str:
    envelope = arrived.recorded.envelope
    return envelope.metadata.plan or envelope.stream
