"""The service that every test of the edge talks to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.http import Check, Health
from kernel.sealing import KeyStore, MasterKey
from tests.kernel.http.service import Service


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    store = KeyStore(tmp_path / "keys.db", MasterKey(bytes(32)))
    yield store
    await store.close()


@pytest.fixture
def health() -> dict[str, Health]:
    """What the checks find; a test may change it."""
    return {"event store": Health(True, "writable"), "plan view": Health(True, "3 behind")}


@pytest.fixture
async def service(
    tmp_path: Path, keys: KeyStore, health: dict[str, Health]
) -> AsyncIterator[Service]:
    def check(name: str) -> Check:
        async def found() -> Health:
            return health[name]

        return found

    made = Service(tmp_path, keys, {name: check(name) for name in health})
    async with made.http:
        yield made
