"""The examples do what they say, against a real broker, when every event comes twice."""

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from contracts.topics import EVENTS
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import Cluster
from kernel.kafka.publisher import Publisher
from kernel.kafka.topics import create_topics
from tests.history.frozen import HERE as HISTORIES
from tests.history.frozen import History
from tests.servers.node import installed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
FASTSTREAM = (str(Path(sys.executable).parent / "faststream"), "run")
AGREED = 3
SECONDS = 90


@pytest.fixture
async def topic(kafka: str) -> tuple[str, str]:
    """(broker, topic) with what a plan service said, and said once more after a crash."""
    cluster = Cluster(servers=kafka, prefix=f"{uuid4().hex[:8]}.")
    await create_topics(cluster, [EVENTS["plan"]], partitions=3, replicas=1)
    name = f"{cluster.prefix}{EVENTS['plan'].name}"
    events = [one for one in History(HISTORIES / "0.1.0").events() if one.stream[:5] == "plan-"]
    async with Publisher(cluster) as publisher:
        for said in (events[:-9], events):
            await publisher.publish(name, [published(one, "plan") for one in said])
    return kafka, name


async def lines_of(command: Sequence[str], folder: Path, topic: tuple[str, str]) -> list[str]:
    """What a consumer prints until it has nothing more to say."""
    server, name = topic
    environment = {**os.environ, "KAFKA": server, "TOPIC": name, "GROUP": f"{name}.example"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    found: list[str] = []
    try:
        while line := await asyncio.wait_for(
            process.stdout.readline(), SECONDS if len(found) < AGREED else 3
        ):
            found.append(line.decode().strip())
    except TimeoutError:
        assert process.returncode is None, "it ended by itself"
    finally:
        process.terminate()
        await process.wait()
    return [line for line in found if line.startswith("plan-")]


def agreed() -> list[str]:
    """Read by nothing but the lines of the history."""
    lines = []
    for one in History(HISTORIES / "0.1.0").events():
        if one.type == "PlanAgreed.v1":
            said = json.loads(one.data)
            lines.append(f"{one.stream} version {said['version']}, review {said['review_due']}")
    assert len(lines) == AGREED
    return sorted(lines)


async def test_faststream(topic: tuple[str, str]) -> None:
    command = (*FASTSTREAM, "examples.faststream_consumer:app")
    assert sorted(await lines_of(command, ROOT, topic)) == agreed()


async def test_aiokafka_keeps_each_version_once(topic: tuple[str, str], tmp_path: Path) -> None:
    command = (sys.executable, str(EXAMPLES / "aiokafka_consumer.py"), str(tmp_path / "agreed.db"))
    assert sorted(await lines_of(command, ROOT, topic)) == agreed()
    with sqlite3.connect(tmp_path / "agreed.db") as database:
        kept = database.execute("SELECT count(*), count(DISTINCT stream) FROM agreed").fetchone()
    database.close()
    assert kept == (AGREED, 2)


async def test_node_with_the_official_sdk(topic: tuple[str, str]) -> None:
    folder = await asyncio.to_thread(installed, EXAMPLES / "node")
    assert sorted(await lines_of(("node", "consumer.mjs"), folder, topic)) == agreed()
