"""The register and the cases as of a moment: what a store that ends there would show."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.codec import metadata
from kernel.event_store import AnyRevision, NewEvent, StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing import KeyStore, MasterKey
from tests.servers.databases import OnSqlite
from tests.services.mediation.jobcenter import (
    CLIENT,
    ENDS_AT,
    MEDIATOR,
    MORNING,
    OFFICE,
    OTHER_MEDIATOR,
    Jobcenter,
    kind,
)

QUESTIONS = (
    ("/mediations", OFFICE),
    ("/mediations?mediator=mediator-1", OFFICE),
    ("/mediations", MEDIATOR),
    ("/mediations", OTHER_MEDIATOR),
    ("/cases", MEDIATOR),
    ("/cases", OTHER_MEDIATOR),
)


async def lived(jobcenter: Jobcenter) -> None:
    """Two cases: one goes from mediator to mediator and expires, one is withdrawn."""
    _, first = await jobcenter.mediated()
    jobcenter.clock.set(MORNING + timedelta(days=1))
    recusal = {"mediator": MEDIATOR.sub, "cause": "ill"}
    await jobcenter.post(f"{first}/recusals", recusal, MEDIATOR)
    await jobcenter.appoint(first, OTHER_MEDIATOR)
    _, second = await jobcenter.mediated()
    talk = {"at": (MORNING + timedelta(days=4)).isoformat(), "mode": "phone"}
    await jobcenter.post(f"{second}/talks", talk, MEDIATOR)
    await jobcenter.propose(second)
    jobcenter.clock.set(MORNING + timedelta(days=5))
    await jobcenter.post(f"{second}/withdrawals", {}, CLIENT)
    await jobcenter.until(ENDS_AT + timedelta(days=1))


async def told(jobcenter: Jobcenter, query: str = "") -> list[Any]:
    found = []
    for path, person in QUESTIONS:
        joint = "&" if "?" in path else "?"
        answered = await jobcenter.get(f"{path}{joint}{query}" if query else path, person)
        assert answered.status_code == 200, answered.text
        found.append(answered.json())
    return found


@asynccontextmanager
async def elsewhere(folder: Path) -> AsyncIterator[Jobcenter]:
    """Another jobcenter, with a store of its own that is still empty."""
    async with AsyncExitStack() as stack:
        store = await SqliteEventStore.open(folder / "events.db")
        stack.push_async_callback(store.close)
        keys = KeyStore(folder / "keys.db", MasterKey(bytes(32)))
        stack.push_async_callback(keys.close)
        databases = OnSqlite(folder)
        stack.push_async_callback(databases.close)
        other = Jobcenter(folder, store, keys, databases)
        await other.accesses.prepare()
        yield await stack.enter_async_context(_open(other))


@asynccontextmanager
async def _open(jobcenter: Jobcenter) -> AsyncIterator[Jobcenter]:
    async with jobcenter.http:
        yield jobcenter


async def test_as_of_any_position_is_what_a_store_cut_there_shows(
    jobcenter: Jobcenter, tmp_path_factory: pytest.TempPathFactory
):
    await lived(jobcenter)
    await jobcenter.following.settled()
    compared = []
    async with elsewhere(tmp_path_factory.mktemp("cut")) as cut:
        for event in (await jobcenter.store.read_all()).events:
            await cut.store.append(event.stream, [_new(event)], AnyRevision())
            if event.stream.startswith("mediation-"):
                cut.clock.set(metadata(event).time)
                await cut.service.projections[0].rebuild()
                assert await told(jobcenter, f"as-of={event.position}") == await told(cut)
                compared.append(event.type)
    assert {"MediatorRecused.v1", "MediationExpired.v1", "MediationWithdrawn.v1"} <= {*compared}


async def test_as_of_now_is_what_is_shown_now(jobcenter: Jobcenter):
    await lived(jobcenter)
    await jobcenter.following.settled()
    now = f"{jobcenter.clock.now():%Y-%m-%dT%H:%M:%SZ}"
    assert await told(jobcenter, f"as-of={now}") == await told(jobcenter)


async def test_pages_of_the_past_make_the_whole_past(jobcenter: Jobcenter):
    await lived(jobcenter)
    await jobcenter.following.settled()
    moment = "as-of=2026-03-04T09:00:00Z"
    whole = (await jobcenter.get(f"/mediations?{moment}", OFFICE)).json()["items"]
    found, cursor = [], ""
    while cursor is not None:
        page = (await jobcenter.get(f"/mediations?{moment}&limit=1{cursor}", OFFICE)).json()
        found += page["items"]
        cursor = f"&cursor={page['next']}" if "next" in page else None
    assert found == whole
    assert [one["status"] for one in whole] == ["running", "running"]


async def test_a_moment_to_come_is_refused(jobcenter: Jobcenter):
    refused = await jobcenter.get("/cases?as-of=2026-04-01T00:00:00Z", MEDIATOR)
    assert (refused.status_code, kind(refused)) == (422, "moment-ahead")


def _new(event: StoredEvent) -> NewEvent:
    return NewEvent(event.id, event.type, event.data, event.metadata)
