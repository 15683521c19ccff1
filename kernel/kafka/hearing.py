"""Topics → reaction: at least once in, in effect once."""

from collections.abc import Sequence

from kernel.dead_letters import DeadLetter
from kernel.following import Patience
from kernel.kafka.cloud_events import Message, NotAnEvent, stored
from kernel.kafka.cluster import Cluster
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.received import Received
from kernel.kafka.subscription import Subscription
from kernel.kafka.topics import Topics
from kernel.reactions import Arrived, Reacting


class Hearing(Subscription):
    """Feeds a reaction from topics. A Follower.

    Its group carries the name of the reaction. What cannot even be read becomes a dead letter and
    blocks nobody.
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
        super().__init__(
            cluster,
            topics,
            reacting.name,
            self._hear,
            made=made,
            instance=instance,
            patience=patience,
        )
        self._reacting, self.dead_letters = reacting, letters

    async def replay(self, letter: DeadLetter) -> None:
        """Try once more and forget the letter. Raises what the reaction raises, and keeps it."""
        received = Received(await self.dead_letters.original(letter))
        await self._reacting.again(received, stored(received.message), letter)
        await self.dead_letters.discard(letter)

    async def _hear(self, messages: Sequence[Message]) -> Exception | None:
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
