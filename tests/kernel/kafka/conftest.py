from uuid import uuid4

import pytest

from contracts.topics import DEAD_LETTERS, EVENTS, Topic
from kernel.following import Patience
from kernel.kafka.cluster import TRANSIENT, Cluster
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
    await made(cluster, topic, DEAD_LETTERS["plan"])
    return topic


async def made(cluster: Cluster, *topics: Topic) -> None:
    """Also where the broker has no time for us at first."""
    await Patience().keep(
        lambda: create_topics(cluster, topics, partitions=PARTITIONS, replicas=1), TRANSIENT
    )
