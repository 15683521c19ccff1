"""How many messages partitions hold at this moment."""

from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition

from kernel.kafka.cluster import Cluster


class Ends:
    """Asks over a connection of its own: where a consumer waits for news, a broker answers nothing
    else until there are some. Connects with the first question."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._asking: AIOKafkaConsumer | None = None

    async def of(self, partitions: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Raises KafkaError, OSError."""
        if self._asking is None:
            asking = AIOKafkaConsumer(**self._cluster.client(), enable_auto_commit=False)
            try:
                await asking.start()
            except BaseException:
                await asking.stop()
                raise
            self._asking = asking
        ends: Mapping[TopicPartition, int] = await self._asking.end_offsets(partitions)
        return ends

    async def close(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            await asking.stop()
