"""Topics → reaction: at least once in, in effect once."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from kernel.dead_letters import DeadLetter
from kernel.following import Patience, Status
from kernel.kafka.cloud_events import Message, NotAnEvent, stored
from kernel.kafka.cluster import Cluster
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.received import Received
from kernel.kafka.subscription import POLL, Subscription
from kernel.kafka.topics import Topics
from kernel.reactions import Arrived, Reacting


class Hearing:
    """Feeds a reaction from topics. A Follower.

    Its group carries the name of the reaction. What cannot even be read becomes a dead letter and
    blocks nobody. Position and lag are in messages, of the partitions that this process has.
    """

    def __init__(
        self,
        cluster: Cluster,
        topics: Sequence[str],
        reacting: Reacting,
        letters: DeadLetterTopic,
        *,
        made: Topics | None = None,
        instance: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._reacting, self.dead_letters = reacting, letters
        self.subscription = Subscription(
            cluster,
            topics,
            reacting.name,
            self._take,
            made=made,
            instance=instance,
            patience=patience,
        )

    @property
    def name(self) -> str:
        return self._reacting.name

    async def run(self) -> None:
        await self.subscription.run()

    def stop(self) -> None:
        self.subscription.stop()

    async def status(self) -> Status:
        heard = self.subscription
        position, head = await heard.place()
        reason = heard.trouble or ("the broker does not answer" if heard.silent else None)
        return Status(
            name=self.name,
            state="stopped" if reason else "live" if heard.joined else "idle",
            position=position,
            head=head,
            lag=max(0, head - position),
            rate=heard.rate.per_second(),
            reason=reason,
        )

    async def caught_up(self, position: int, within: float) -> bool:  # noqa: ARG002
        """Whether nothing that has come is left undone, within so many seconds. What was relayed,
        up to which `position` of the store, is for the relay to say."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not await self.subscription.done():  # noqa: ASYNC110 – nobody tells
                    await asyncio.sleep(POLL / 1000)
                return True
        return False

    async def replay(self, letter: DeadLetter) -> None:
        """Try once more and forget the letter. Raises what the reaction raises, and keeps it."""
        received = Received(await self.dead_letters.original(letter))
        await self._reacting.again(received, stored(received.message), letter)
        await self.dead_letters.discard(letter)

    async def _take(self, messages: Sequence[Message]) -> Exception | None:
        arrived = [one for message in messages if (one := await self._understood(message))]
        return await self._reacting.each(arrived)

    async def _understood(self, message: Message) -> Arrived | None:
        received = Received(message)
        try:
            event = stored(message)
        except NotAnEvent as error:
            await self._reacting.refuse(received, error)
            return None
        return await self._reacting.understood(received, event)
