"""Exports: whole, provable, on record, and recognisable where they broke off."""

import csv
import io
import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from pyarrow import parquet

from contracts import plan as p
from contracts.examples import EXAMPLES, SEALED
from kernel.event_store import Columns, StoredEvent, columns_of
from services.audit.api import examples
from services.audit.exports import as_parquet, events
from services.audit.exports.as_csv import Csv
from tests.services.audit.test_access import PEOPLE
from tests.services.audit.world import (
    AUDITOR,
    AUDITOR_ELSEWHERE,
    CLIENT,
    CLOCKWORK,
    COUNSELLOR,
    World,
    kind,
)

Line = tuple[int, str, bytes, bytes]
"""Position, id, metadata and data: what a reader who knows nothing of us finds in a file."""


def of_json_lines(file: bytes) -> tuple[list[Line], dict[str, Any]]:
    *lines, last = [json.loads(line) for line in file.splitlines()]
    return [
        (one["position"], one["id"], compact(one["metadata"]), compact(one["data"]))
        for one in lines
    ], last["export"]


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def of_csv(file: bytes) -> list[Line]:
    rows = csv.DictReader(io.StringIO(file.decode(), newline=""), strict=True)
    return [
        (int(one["position"]), one["id"], one["metadata"].encode(), one["data"].encode())
        for one in rows
    ]


def of_parquet(file: bytes) -> tuple[list[Line], dict[str, Any]]:
    found = parquet.ParquetFile(io.BytesIO(file))
    rows = found.read().to_pylist()
    manifest = json.loads(found.metadata.metadata[as_parquet.MANIFEST.encode()])
    return [
        (one["position"], one["id"], one["metadata"].encode(), one["data"].encode()) for one in rows
    ], manifest


def digest(lines: Sequence[Line]) -> str:
    """As docs/audit.md says that it is made."""
    said = (b"%d\n%s\n%s\n%s\n" % (at, id.encode(), about, data) for at, id, about, data in lines)
    return f"sha256:{sha256(b''.join(said)).hexdigest()}"


async def stored(world: World) -> list[StoredEvent]:
    return list((await world.store.read_all(limit=1000)).events)


def as_stored(events: Sequence[StoredEvent]) -> list[Line]:
    return [(one.position, str(one.id), one.metadata, one.data) for one in events]


async def some_plans(world: World) -> None:
    """Two plans here with all kinds of events, and one elsewhere."""
    for client in ("client-1", "client-2"):
        plan = await world.opened(client)
        await world.says(plan, p.RemarkAdded(text=await world.seal('Um "vier",\nÄrger', client)))
        stream = f"notification-{uuid4()}"
        await world.says(plan, EXAMPLES["NotificationPlanned.v1"], CLOCKWORK, stream=stream)
        await world.agrees(plan, 1, [])


async def test_json_lines_hold_what_is_stored_byte_for_byte(world: World) -> None:
    await some_plans(world)

    file = (await world.get("/audit/export")).content

    lines, manifest = of_json_lines(file)
    assert lines == as_stored(await stored(world))
    assert (manifest["complete"], manifest["events"]) == (True, len(lines))
    assert manifest["content"] == digest(lines)
    assert (manifest["first"], manifest["last"]) == (lines[0][0], lines[-1][0])


async def test_every_format_holds_the_same_and_is_proven_by_the_same_digest(world: World) -> None:
    await some_plans(world)

    answers = {
        form: await world.get(f"/audit/export?format={form}")
        for form in ("jsonl", "csv", "parquet")
    }

    lines, manifest = of_json_lines(answers["jsonl"].content)
    assert of_csv(answers["csv"].content) == lines
    assert of_parquet(answers["parquet"].content)[0] == lines
    assert of_parquet(answers["parquet"].content)[1]["content"] == manifest["content"]
    for answer in answers.values():
        number = answer.headers["koop-export"]
        record = await world.reads(f"/audit/exports/{number}")
        assert record["complete"] is True
        assert record["content"] == digest(lines)
        assert record["sha256"] == f"sha256:{sha256(answer.content).hexdigest()}"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/x-ndjson", "application/x-ndjson"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("*/*", "application/x-ndjson"),
    ],
)
async def test_the_format_may_be_asked_for_by_accept(
    world: World, accept: str, media_type: str
) -> None:
    await world.opened()

    answer = await world.get("/audit/export", Accept=accept)

    assert answer.headers["content-type"] == media_type


async def test_parquet_has_columns_with_types_in_groups(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_parquet, "GROUP", 3)
    monkeypatch.setattr(events, "PART", 2)
    await some_plans(world)

    file = (await world.get("/audit/export?format=parquet")).content

    found = parquet.ParquetFile(io.BytesIO(file))
    assert found.schema_arrow == as_parquet.SCHEMA
    assert found.num_row_groups > 2
    assert found.read().column("position").to_pylist() == [
        one.position for one in await stored(world)
    ]


def test_the_description_shows_csv_as_it_is_written() -> None:
    assert examples.EXPORTED["text/csv"].encode() == Csv().page(examples.EXPORTED_BATCH)


async def test_an_export_has_the_filters_that_lists_have(world: World) -> None:
    await some_plans(world)
    until = (await stored(world))[3].position
    for query in (
        "client=client-2",
        "person=staff-1",
        "role=client",
        "kind=PlanAgreed&kind=RemarkAdded",
        "client=client-1&role=counsellor",
        f"until={until}",
        "person=nobody",
    ):
        listed = (await world.reads(f"/audit/events?limit=200&{query}"))["items"]
        lines, _ = of_json_lines((await world.get(f"/audit/export?{query}")).content)

        assert [line[0] for line in lines] == [one["position"] for one in listed], query


async def test_the_same_question_up_to_the_same_position_gives_the_same_events_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_plans(world)
    until = await world.store.head()
    first = of_json_lines((await world.get(f"/audit/export?until={until}")).content)
    monkeypatch.setattr(events, "PART", 3)
    await some_plans(world)

    again = of_json_lines((await world.get(f"/audit/export?until={until}")).content)

    assert again[0] == first[0]
    assert again[1]["content"] == first[1]["content"]


async def test_texts_are_open_only_where_that_is_asked_for(world: World) -> None:
    await some_plans(world)

    sealed = (await world.get("/audit/export")).text
    opened = (await world.get("/audit/export?texts=open")).text

    assert "vier" not in sealed
    assert opened.count('Um \\"vier\\",\\nÄrger') == 2
    assert json.loads(opened.splitlines()[-1])["export"]["question"]["texts"] == "open"


async def test_a_disputed_fact_is_marked_as_far_as_the_export_goes(world: World) -> None:
    plan = await world.opened()
    fact = await world.says(plan, p.RemarkAdded(text=SEALED))
    before = await world.store.head()
    text = await world.seal("Das stimmt nicht")
    dispute = await world.says(plan, p.FactDisputed(fact=fact, party="client", text=text), CLIENT)
    disputed = next(one.position for one in await stored(world) if one.id == dispute)

    def marks(file: str) -> Any:
        lines = [json.loads(line) for line in file.splitlines()]
        return next(one["disputed"] for one in lines if one.get("id") == str(fact))

    assert marks((await world.get("/audit/export")).text) == [disputed]
    assert marks((await world.get(f"/audit/export?until={before}")).text) == []
    (mark,) = marks((await world.get("/audit/export?texts=open")).text)
    assert (mark["event"], mark["text"]) == (str(dispute), "Das stimmt nicht")


async def test_an_export_of_nothing_is_whole_too(world: World) -> None:
    await world.opened()

    lines, manifest = of_json_lines((await world.get("/audit/export?person=nobody")).content)
    table = (await world.get("/audit/export?person=nobody&format=csv")).text
    file = (await world.get("/audit/export?person=nobody&format=parquet")).content

    assert (lines, manifest["events"]) == ([], 0)
    assert table.startswith("position,time,type")
    assert of_parquet(file)[0] == []


async def test_what_broke_off_has_no_end_and_its_record_no_digest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PART", 3)
    await some_plans(world)
    read, calls = world.store.read_columns_at, iter(range(9))

    async def broken(positions: Sequence[int]) -> Columns:
        if next(calls) == 2:
            raise OSError("the disk is gone")
        return await read(positions)

    monkeypatch.setattr(world.store, "read_columns_at", broken)
    await world.settled()
    received = b""
    async with world.http.stream("GET", "/audit/export", headers=world.asking()) as answer:
        number = answer.headers["koop-export"]
        async for part in answer.aiter_bytes():
            received += part

    assert b'"complete"' not in received
    record = await world.reads(f"/audit/exports/{number}")
    assert record["complete"] is False
    assert "sha256" not in record


async def test_a_store_that_lost_events_breaks_an_export_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_plans(world)

    async def fewer(positions: Sequence[int]) -> Columns:
        return columns_of(())

    monkeypatch.setattr(world.store, "read_columns_at", fewer)
    answer = await world.get("/audit/export")

    assert b'"complete"' not in answer.content


async def test_many_parts_are_read_and_none_twice_or_out_of_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LISTED", 5)
    monkeypatch.setattr(events, "PART", 2)
    await some_plans(world)

    for form, read in (("jsonl", lambda file: of_json_lines(file)[0]), ("csv", of_csv)):
        file = (await world.get(f"/audit/export?format={form}")).content

        assert read(file) == as_stored(await stored(world))


async def test_everybody_but_an_auditor_is_refused(world: World) -> None:
    await world.opened()
    number = (await world.get("/audit/export")).headers["koop-export"]

    for path, elsewhere in (("/audit/export", 200), (f"/audit/exports/{number}", 404)):
        answered = {name: (await world.get(path, who)).status_code for name, who in PEOPLE.items()}
        expected = dict.fromkeys(PEOPLE, 403)
        assert answered == expected | {"auditor": 200, "auditor elsewhere": elsewhere}


async def test_an_export_ends_at_the_jobcenters_border(world: World) -> None:
    await some_plans(world)

    lines, _ = of_json_lines((await world.get("/audit/export", AUDITOR_ELSEWHERE)).content)

    assert lines == []


@pytest.mark.parametrize(
    ("query", "status", "problem"),
    [
        ("format=xml", 422, "invalid-request"),
        ("kind=PlanDestroyed", 422, "unknown-kind"),
        ("until=-1", 422, "invalid-request"),
        ("from=yesterday", 422, "invalid-request"),
        ("from=2026-03-02T10:15:00", 422, "invalid-request"),
        ("correlation=7", 422, "invalid-request"),
        ("role=king", 422, "invalid-request"),
        ("texts=maybe", 422, "invalid-request"),
        ("cursor=WzFd", 422, "invalid-request"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_before_it_is_on_record(
    world: World, query: str, status: int, problem: str
) -> None:
    answer = await world.get(f"/audit/export?{query}")

    assert (answer.status_code, kind(answer)) == (status, problem)
    assert await world.accesses.accesses() == []


async def test_an_auditor_has_to_say_why(world: World) -> None:
    for path in ("/audit/export", "/audit/exports/1"):
        answer = await world.get(path, AUDITOR, X_Purpose="")
        assert (answer.status_code, kind(answer)) == (400, "purpose-missing")


async def test_an_unknown_export_is_not_found(world: World) -> None:
    answer = await world.get("/audit/exports/99")

    assert answer.status_code == 404


async def test_an_export_leaves_one_record_with_its_question(world: World) -> None:
    await some_plans(world)
    await world.get("/audit/export?client=client-1&kind=RemarkAdded")

    (entry,) = (await world.reads("/audit/access-records?who=auditor-1"))["items"][:1]

    assert (entry["what"], entry["purpose"]) == ("export_events", "complaint of 2 March")
    assert entry["question"]["client"] == "client-1"
    assert entry["question"]["kinds"] == ["RemarkAdded.v1"]
    assert "plan" not in entry


async def test_whose_data_an_export_showed_is_told_to_them_and_to_nobody_else(
    world: World,
) -> None:
    await some_plans(world)
    for query in ("", "client=client-2", "person=nobody", "kind=RemarkAdded", "role=mediator"):
        await world.get(f"/audit/export?{query}")

    async def told(path: str, by: Any = CLIENT) -> list[dict[str, Any]]:
        items = (await world.reads(f"/audit/access-records{path}", by))["items"]
        return [one["question"] for one in items if one["what"] == "export_events"]

    mine = await told("")
    assert [one.get("client", one.get("kinds", [])) for one in mine] == [[], ["RemarkAdded.v1"]]
    assert await told("?client=client-1", AUDITOR) == mine
    assert len(await told("?client=client-2", AUDITOR)) == 3
    assert len(await told("?client=client-2&who=somebody", AUDITOR)) == 0
    assert await told("?client=client-1", AUDITOR_ELSEWHERE) == []


async def test_an_export_taken_before_a_plan_was_opened_showed_nothing_of_it(world: World) -> None:
    await world.opened("client-2")
    await world.get("/audit/export")
    await world.opened("client-1")

    items = (await world.reads("/audit/access-records", CLIENT))["items"]

    assert items == []


async def test_what_somebody_did_without_a_plan_counts_as_theirs(world: World) -> None:
    await world.opened()
    preferences, stream = EXAMPLES["PreferencesSet.v1"], "recipient-client-1"
    await world.says(None, preferences, CLIENT, stream=stream)
    await world.get("/audit/export?kind=PreferencesSet")

    (entry,) = (await world.reads("/audit/access-records", CLIENT))["items"]

    assert entry["what"] == "export_events"


async def test_records_of_exports_and_of_reads_come_in_one_order_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.audit.exports.coverage.MOST_EXAMINED", 2)
    monkeypatch.setattr("services.audit.reading_records.STEP", 3)
    plan = await world.opened()
    for n in range(7):
        await world.get("/audit/export" if n % 3 else f"/audit/plans/{plan}/trail", AUDITOR)
        await world.get("/audit/export?person=nobody", AUDITOR)
        await world.get(f"/audit/plans/{plan}/trail", COUNSELLOR)
    path, seen = f"/audit/access-records?plan={plan}&limit=4", list[Any]()
    page = await world.reads(path, CLIENT)
    while "next" in page:
        seen += page["items"]
        page = await world.reads(f"{path}&cursor={page['next']}", CLIENT)
    seen += page["items"]

    numbers = [one["number"] for one in seen]
    assert numbers == sorted(set(numbers))
    assert [one["what"] for one in seen] == [
        what
        for n in range(7)
        for what in ("export_events" if n % 3 else "read_trail", "read_trail")
    ]
