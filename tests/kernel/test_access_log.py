"""The access log: what is kept stays, in order, and can be asked for by plan, client and reader."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kernel.access_log import Access, AccessLog
from tests.servers.databases import Databases

PLAN = UUID(int=7)
READ = Access(
    at=datetime(2026, 3, 2, 9, 15, 0, 250, tzinfo=UTC),
    who="staff-17",
    role="counsellor",
    organisation="jc-duesseldorf",
    purpose="counselling",
    what="read_plan",
    plan=PLAN,
    client="client-4711",
)


@pytest.fixture
async def log(databases: Databases) -> AccessLog:
    log = AccessLog(databases.open("access", durable=True))
    await log.prepare()
    return log


async def test_an_access_is_kept_as_it_was_recorded(log: AccessLog) -> None:
    await log.record(READ)
    assert [access for _, access in await log.accesses()] == [READ]


async def test_accesses_are_found_by_plan_client_and_reader(log: AccessLog) -> None:
    other = replace(READ, who="auditor-2", plan=UUID(int=8), client="client-1")
    listed = replace(READ, plan=None, client=None, what="list_plans")
    for access in (READ, other, listed):
        await log.record(access)
    assert [a for _, a in await log.accesses(plan=PLAN)] == [READ]
    assert [a for _, a in await log.accesses(client="client-1")] == [other]
    assert [a for _, a in await log.accesses(who="staff-17")] == [READ, listed]
    assert [a for _, a in await log.accesses(who="staff-17", plan=UUID(int=8))] == []


async def test_accesses_are_read_page_by_page_in_the_order_they_were_kept(log: AccessLog) -> None:
    kept = [replace(READ, purpose=f"reason {number}") for number in range(5)]
    for access in kept:
        await log.record(access)
    first = await log.accesses(limit=3)
    rest = await log.accesses(after=first[-1][0], limit=3)
    assert [access for _, access in (*first, *rest)] == kept


async def test_preparing_again_keeps_what_is_there(log: AccessLog) -> None:
    await log.record(READ)
    await log.prepare()
    assert len(await log.accesses()) == 1
