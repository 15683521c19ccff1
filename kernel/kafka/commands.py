"""Commands from a topic: the same requests that HTTP takes, through the same application."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp

from kernel.dead_letters import DeadLetter
from kernel.delivery import Delivery
from kernel.following import Patience
from kernel.http.in_process import Answered, post
from kernel.kafka.cloud_events import Message
from kernel.kafka.cluster import Cluster
from kernel.kafka.command_messages import CannotBeRead, request_of, result_of, unreadable
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.publisher import Outgoing, Publisher
from kernel.kafka.received import Received
from kernel.kafka.subscription import Subscription
from kernel.kafka.topics import Topics
from kernel.sealing.command_key import CommandKey

NOT_NOW = frozenset({429, 503, 507})
"""What a service answers when its surroundings are to blame: the command comes again."""


class NotNow(Exception):
    """The surroundings failed, the command is not to blame."""


class Broken(Exception):
    """The service could not cope with the command: somebody has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where commands go in and results come out. `app` is the HTTP application of `service`."""

    service: str
    app: ASGIApp
    key: CommandKey
    commands: str
    results: str


class Commanding(Subscription):
    """Hands each command to the application and says on a topic what became of it. A Follower.

    A message says what a request would: `ce_subject` is the path, `ce_id` the Idempotency-Key,
    `authorization` the signed token of whoever acts, `if-match` what they saw; the value is the
    body, encrypted for the service. Commands of one key keep their order.
    """

    def __init__(
        self,
        cluster: Cluster,
        door: Door,
        publisher: Publisher,
        letters: DeadLetterTopic,
        *,
        made: Topics | None = None,
        instance: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        name = f"{door.service}.commands"
        super().__init__(
            cluster,
            [door.commands],
            name,
            self._obey,
            made=made,
            instance=instance,
            patience=patience,
        )
        self._door, self._publisher, self.dead_letters = door, publisher, letters
        self._results = f"{cluster.prefix}{door.results}"
        self._delivery = Delivery(name, letters, self._patience, (NotNow,))

    async def replay(self, letter: DeadLetter) -> None:
        """Hand it in once more, say what became of it, and forget the letter. Raises Broken and
        CannotBeRead, and keeps it then."""
        message = await self.dead_letters.original(letter)
        request = request_of(message, self._door.key)
        answered = await post(self._door.app, request.path, request.headers, request.body)
        if answered.status >= 500:
            raise Broken(f"{self._door.service} answered {answered.status}")
        await self._publisher.publish(
            self._results, [result_of(message, answered, self._door.service)]
        )
        await self.dead_letters.discard(letter)

    async def _obey(self, messages: Sequence[Message]) -> Exception | None:
        results: list[Outgoing] = []

        async def one(message: Message) -> None:
            answered = await self._patience.keep(lambda: self._answer(message), (NotNow,))
            results.append(result_of(message, answered, self._door.service))

        _, error = await self._delivery.each(messages, _lane, one)
        await self._publisher.publish(self._results, results)
        return error

    async def _answer(self, message: Message) -> Answered:
        """Raises NotNow."""
        try:
            request = request_of(message, self._door.key)
        except CannotBeRead as error:
            await self.dead_letters.add(self.name, Received(message), error)
            return unreadable(message, error)
        answered = await post(self._door.app, request.path, request.headers, request.body)
        if answered.status in NOT_NOW:
            raise NotNow(f"{self._door.service} answered {answered.status}")
        if answered.status >= 500:
            broken = Broken(f"{self._door.service} answered {answered.status}")
            await self.dead_letters.add(self.name, Received(message), broken)
        return answered


def _lane(message: Message) -> Hashable:
    return message.key or Received(message).place
