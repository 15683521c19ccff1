"""A server away for longer than anybody is patient: the whole system waits, and goes on itself."""

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path

import httpx
import pytest

from kernel.event_store.eventstoredb import EventStoreDB, Times
from kernel.following import Patience
from koop.embedded import Embedded
from koop.identity import development_issuer
from koop.settings import Settings
from tests.eventstoredb_server import Node
from tests.kernel.running import HASTY

pytestmark = pytest.mark.slow

SECONDS = 60.0
SOON = Times(call=5.0, outage=4.0, quiet=0.1, proof=0.0, first=0.01, longest=0.1)
GAVE_UP = "waits and begins again"


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes minutes as it is deployed takes a moment: giving up, and beginning again."""
    defaults = tuple(getattr(HASTY, name) for name in Patience.__dataclass_fields__)
    monkeypatch.setattr(Patience.__init__, "__defaults__", defaults)
    monkeypatch.setattr(EventStoreDB, "open", partial(EventStoreDB.open, times=SOON))


async def test_it_goes_on_without_a_restart_and_nothing_acknowledged_is_lost(
    node: Node, tmp_path: Path, no_patience: None, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = Settings(mode="development", data_dir=tmp_path / "data", event_store=node.uri)
    async with Embedded(chosen) as embedded, embedded.following:
        token = development_issuer(chosen, embedded.clock).token("counsellor", "staff-17", "jc-1")
        api = httpx.ASGITransport(embedded.apps["plan"][1])

        async def opens(client: str) -> int:
            """A plan for that client, with the same key however often it is asked for."""
            body = {"client": client, "counsellor": "staff-17"}
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": client}
            async with httpx.AsyncClient(transport=api, base_url="http://plan") as http:
                return (await http.post("/plans", json=body, headers=headers)).status_code

        async def ready() -> int:
            async with httpx.AsyncClient(transport=api, base_url="http://plan") as http:
                return (await http.get("/health/ready")).status_code

        assert await opens("client-1") == 201
        await embedded.following.settled(SECONDS)

        await node.stop()
        assert await opens("client-2") == 503
        assert await ready() == 503
        async with asyncio.timeout(SECONDS):
            while caplog.text.count(GAVE_UP) < len(embedded.followers):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await node.start()

        assert [await opens(f"client-{n}") for n in (1, 2, 3)] == [201] * 3
        await embedded.following.settled(SECONDS)
        assert await ready() == 200
        opened = Counter(
            event.stream
            for event in (await embedded.store.read_all(limit=1000)).events
            if event.type.startswith("PlanOpened")
        )
        assert len(opened) == 3
        assert set(opened.values()) == {1}
