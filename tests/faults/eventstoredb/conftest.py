"""A server that misbehaves when told, and a store in a hurry."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.event_store.eventstoredb import EventStoreDB, Times
from tests.eventstoredb_server import Misbehaviour, Node

HASTY = Times(call=0.5, outage=5.0, quiet=0.1, proof=0.0, first=0.002, longest=0.05, keep_alive=0.2)

IMPATIENT = Times(call=0.1, outage=0.3, quiet=0.1, proof=0.0, first=0.002, longest=0.05)
"""Gives up soon."""


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    async with Node(tmp_path / "log") as node:
        yield node


@pytest.fixture
def wrongs(node: Node) -> Misbehaviour:
    return node.wrongs


@pytest.fixture
async def store(node: Node) -> AsyncIterator[EventStoreDB]:
    store = await EventStoreDB.open(node.uri, HASTY)
    yield store
    await store.close()


@pytest.fixture
async def impatient(node: Node) -> AsyncIterator[EventStoreDB]:
    store = await EventStoreDB.open(node.uri, IMPATIENT)
    yield store
    await store.close()
