"""`kill -9` at any moment while commands run."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from kernel.clock import SystemClock
from kernel.event_store.sqlite import SqliteEventStore
from kernel.security import DevelopmentIssuer
from koop.embedded import Embedded
from koop.settings import Settings
from tests.faults.rows import rows_of
from tests.faults.running import Running

KILLS = 20
CLIENTS = 6
pytestmark = [pytest.mark.slow, pytest.mark.alone]


class Insistent:
    """A client who repeats each request, with the same key, until it is acknowledged."""

    def __init__(self, number: int, running: Running, token: str) -> None:
        self._number, self._running, self._sent = number, running, 0
        self._http = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=10)
        self.acknowledged: list[UUID] = []
        self.plan = ""

    async def insist(self, enough: asyncio.Event) -> None:
        client = f"client-{self._number}"
        opened = await self._post("/plans", {"client": client, "counsellor": "staff-17"})
        self.plan = str(opened["plan"])
        while not enough.is_set():
            said = f"Nachricht {self._sent}"
            await self._post(f"/plans/{self.plan}/voice", {"kind": "idea", "text": said})
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, object]:
        self._sent += 1
        key = {"Idempotency-Key": f"{self._number}-{self._sent}"}
        for _ in range(1_000):
            try:
                url = self._running.urls["plan"] + path
                answer = await self._http.post(url, json=body, headers=key)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            assert answer.status_code == 201, answer.text
            content: dict[str, object] = answer.json()
            self.acknowledged += [UUID(one["id"]) for one in answer.json()["said"]]
            return content
        raise AssertionError("no answer in a thousand tries")


async def test_what_was_acknowledged_survives_kills_exactly_once(tmp_path: Path):
    chance = random.Random(4711)
    running = Running(tmp_path)
    await running.start()
    issuer = DevelopmentIssuer(tmp_path, SystemClock(), "development")
    token = issuer.token("counsellor", "staff-17", "jc-duesseldorf")
    clients = [Insistent(number, running, token) for number in range(CLIENTS)]
    enough = asyncio.Event()

    async with asyncio.TaskGroup() as all_of_them:
        for client in clients:
            all_of_them.create_task(client.insist(enough))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.02, 0.6))
            await running.kill()
            await running.start()
        enough.set()
    await running.stop()

    store = await SqliteEventStore.open(tmp_path / "events.db")
    for client in clients:
        stored = Counter(event.id for event in await store.read_stream(f"plan-{client.plan}"))
        acknowledged = [id for id in client.acknowledged if stored[id] != 1]
        assert acknowledged == []
        assert set(stored) == set(client.acknowledged)
    await store.close()
    assert sum(len(client.acknowledged) for client in clients) > KILLS

    settings = Settings(mode="development", data_dir=tmp_path)
    async with Embedded(settings) as embedded:
        async with embedded.following:
            await embedded.following.settled(60)
        for projection in embedded.projections:
            lived = await rows_of(projection)
            await projection.rebuild()
            assert await rows_of(projection) == lived, projection.name
