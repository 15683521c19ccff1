"""However large an export is, it takes no more memory."""

import asyncio
import tracemalloc
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.types import Message

from contracts import plan as p
from contracts.envelope import event_id
from contracts.examples import EXAMPLES, METADATA, SEALED
from kernel.codec import to_store
from kernel.event_store import NoStream
from services.audit.exports import as_parquet, events
from tests.servers.databases import OnSqlite
from tests.services.audit.world import AUDITOR, World
from tests.services.audit.world import world as started

PLANS, REMARKS = 300, 40


async def fill(world: World) -> None:
    """Twelve thousand events of three hundred plans."""
    remark = p.RemarkAdded(text=SEALED)
    opened = EXAMPLES["PlanOpened.v1"]
    for _ in range(0, PLANS, 50):
        await asyncio.gather(*(_plan(world, opened, remark) for _ in range(50)))
    await world.settled()


async def _plan(world: World, opened: p.PlanOpened, remark: p.RemarkAdded) -> None:  # type: ignore[valid-type]
    plan, command = uuid4(), uuid4()
    said = METADATA.model_copy(update={"plan": plan, "correlation": command}).to_json()
    told = [opened, *[remark] * (REMARKS - 1)]
    new = [to_store(event_id(command, n), event, said) for n, event in enumerate(told)]
    await world.store.append(f"plan-{plan}", new, NoStream())


async def peak(world: World, form: str, until: int) -> int:
    """Bytes that were held at most while an export was taken, by a reader who keeps nothing."""
    tracemalloc.start()
    size = 0

    async def send(message: Message) -> None:
        nonlocal size
        size += len(message.get("body", b""))

    await world.service.api(asked(world, f"format={form}&until={until}"), nothing_more, send)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > until * 10
    return most


async def nothing_more() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def asked(world: World, query: str) -> dict[str, Any]:
    """Straight to the service: httpx would hold the whole answer."""
    sent = world.asking(AUDITOR).items()
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/audit/export",
        "raw_path": b"/audit/export",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent],
        "server": ("audit.test", 80),
        "client": ("127.0.0.1", 1),
        "state": {},
    }


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
async def test_memory_stays_flat(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LISTED", 800)
    monkeypatch.setattr(events, "PART", 200)
    monkeypatch.setattr(as_parquet, "GROUP", 400)
    async with started(tmp_path, OnSqlite(tmp_path)) as world:
        await fill(world)
        head = await world.store.head()
        await peak(world, form, 500)

        small, large = [await peak(world, form, until) for until in (head // 8, head)]

    assert large < small * 1.5 + 200_000
