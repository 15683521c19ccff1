from uuid import uuid4

import pytest

from contracts.topics import DEAD_LETTERS, EVENTS, Topic
from kernel.kafka.cluster import Cluster
from kernel.kafka.topics import create_topics

PARTITIONS = 4


@pytest.fixture
def cluster(kafka: str) -> Cluster:
    """The broker, as if nobody else used it: every test has topics and groups of its own."""
    return Cluster(servers=kafka, prefix=f"{uuid4().hex[:8]}.")


@pytest.fixture
async def notes(cluster: Cluster) -> Topic:
    """A topic for events, and one for dead letters."""
    topic = EVENTS["plan"]
    await create_topics(cluster, [topic, DEAD_LETTERS["plan"]], partitions=PARTITIONS, replicas=1)
    return topic
