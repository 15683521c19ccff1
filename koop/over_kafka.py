"""How one service speaks and listens over Kafka."""

from collections.abc import Sequence

from starlette.types import ASGIApp

from contracts.topics import CATEGORIES, COMMANDS, DEAD_LETTERS, EVENTS, RESULTS, topics_of
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.database import Database
from kernel.event_store import EventStore, StoredEvent
from kernel.following import Patience
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import TRANSIENT, Cluster
from kernel.kafka.commands import Commanding, Door
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.hearing import Hearing
from kernel.kafka.publisher import Publisher
from kernel.kafka.topics import Topics
from kernel.parts import Parts
from kernel.reactions import Reacting, Reaction
from kernel.relay import Relay
from kernel.sealing.command_key import CommandKey
from koop.settings import Settings, SettingsRefused


class OverKafka:
    """For the service of that name, one that decides. Connects when it has something to say."""

    def __init__(self, settings: Settings, service: str) -> None:
        """Raises SettingsRefused."""
        self._settings, self._service = settings, service
        self._cluster = cluster_of(settings)
        self._topics = topics(settings, self._cluster)
        self._publisher = Publisher(self._cluster, self._topics)

    def hears(self, parts: Parts, codec: Codec, reaction: Reaction) -> Hearing:
        """For Parts: reactions are fed from topics."""
        letters = self._letters(parts.clock)
        return Hearing(
            self._cluster,
            [topic.name for topic in topics_of(reaction.categories)],
            Reacting(codec, reaction, letters, Patience()),
            letters,
            made=self._topics,
            instance=self._settings.instance,
        )

    def commanding(self, app: ASGIApp, key: CommandKey, clock: Clock) -> list[Commanding]:
        """Hands `app` what comes on the service's topic; nobody for a service that has none."""
        if self._service not in COMMANDS:
            return []
        door = Door(
            service=self._service,
            app=app,
            key=key,
            commands=COMMANDS[self._service].name,
            results=RESULTS[self._service].name,
        )
        commanding = Commanding(
            self._cluster,
            door,
            self._publisher,
            self._letters(clock),
            made=self._topics,
            instance=self._settings.instance,
        )
        return [commanding]

    def relay(self, store: EventStore, database: Database) -> Relay:
        """Says on the service's topic what its streams hold."""
        return Relay(
            f"{self._service}.relay",
            store,
            database,
            CATEGORIES[self._service],
            self._publish,
            transient=TRANSIENT,
        )

    async def close(self) -> None:
        await self._publisher.close()

    def _letters(self, clock: Clock) -> DeadLetterTopic:
        topic = DEAD_LETTERS[self._service].name
        return DeadLetterTopic(self._cluster, topic, self._publisher, clock)

    async def _publish(self, events: Sequence[StoredEvent]) -> None:
        topic = f"{self._cluster.prefix}{EVENTS[self._service].name}"
        await self._publisher.publish(topic, [published(one, self._service) for one in events])


def cluster_of(settings: Settings) -> Cluster:
    """Raises SettingsRefused."""
    if settings.cluster is None:
        raise SettingsRefused("KOOP_KAFKA: name the brokers, for example localhost:9092.")
    return settings.cluster


def topics(settings: Settings, cluster: Cluster) -> Topics:
    """All that the services have between them: whoever comes first makes them."""
    return Topics(
        cluster=cluster,
        topics=[
            topic for kind in (EVENTS, COMMANDS, RESULTS, DEAD_LETTERS) for topic in kind.values()
        ],
        partitions=settings.kafka_partitions,
        replicas=settings.kafka_replicas,
    )
