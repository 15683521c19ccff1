"""Over HTTP: who was told what, receipts, preferences, and everything wrong with a request."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts import plan as p
from contracts.notifications import NotificationRead
from services.notifications.rendering.catalogue import catalogues
from tests.services.notifications.test_outbox import OFFERED
from tests.services.notifications.world import (
    CLIENT,
    CLOCK,
    COUNSELLOR,
    GUARDIAN,
    MORNING,
    PLATFORM,
    World,
)

UNKNOWN = UUID(int=7)
NIGHT = {"start": "20:00:00", "end": "08:00:00"}
WISHES = {
    "channels": ["email", "outbox"],
    "language": "de-simple",
    "quiet_hours": NIGHT,
    "email": "anna@post.example",
}


@pytest.fixture
async def told(world: World) -> World:
    await world.opened(represented=True)
    await world.says(OFFERED)
    await world.settled()
    return world


async def own(world: World) -> str:
    """The path of the client's own notification."""
    [row] = (await world.get("/notifications", CLIENT)).json()["items"]
    return f"/notifications/{row['notification']}"


def kind(answer: Any) -> str:
    named: str = answer.json()["type"]
    return named.rpartition(":")[2]


async def test_who_was_told_what_and_when(told: World):
    found = await told.get("/notifications", COUNSELLOR, plan=str(told.plan))
    rows = found.json()["items"]
    assert [(row["recipient"], row["template"], row["state"]) for row in rows] == [
        ("client-1", "draft-offered", "sent"),
        ("guardian-1", "draft-offered", "sent"),
    ]
    assert rows[0] == {
        "notification": rows[0]["notification"],
        "plan": str(told.plan),
        "client": "client-1",
        "recipient": "client-1",
        "capacity": "client",
        "template": "draft-offered",
        "template_version": 1,
        "language": "de",
        "channel": "outbox",
        "cause": rows[0]["cause"],
        "state": "sent",
        "send_at": "2026-03-02T09:15:00Z",
        "sent_at": "2026-03-02T09:15:00Z",
        "failures": 0,
    }


async def test_a_list_can_be_narrowed_to_one_recipient(told: World):
    found = await told.get(
        "/notifications", COUNSELLOR, plan=str(told.plan), recipient="guardian-1"
    )
    assert [row["recipient"] for row in found.json()["items"]] == ["guardian-1"]


async def test_a_long_list_comes_in_pages(told: World):
    for _ in range(4):
        await told.says(OFFERED)
    await told.settled()
    seen, cursor, pages = [], {}, 0
    while True:
        found = await told.get("/notifications", CLIENT, limit=2, **cursor)
        page = found.json()
        seen += [row["notification"] for row in page["items"]]
        pages += 1
        if "next" not in page:
            break
        cursor = {"cursor": page["next"]}
    assert (len(seen), len(set(seen)), pages) == (5, 5, 3)


async def test_one_notification_as_it_stands_now(told: World):
    found = await told.get(await own(told), CLIENT)
    assert (found.json()["state"], found.headers["etag"]) == ("sent", '"1"')


async def test_reading_what_concerns_others_leaves_a_record_and_ones_own_does_not(told: World):
    await told.get("/notifications", CLIENT)
    await told.get(await own(told), GUARDIAN)
    await told.get("/notifications", COUNSELLOR, plan=str(told.plan))
    found = [access for _, access in await told.accesses.accesses(plan=told.plan)]
    assert [(a.who, a.what, a.client) for a in found] == [
        ("guardian-1", "read_notification", "client-1"),
        ("staff-1", "list_notifications", "client-1"),
    ]


async def test_a_receipt_is_recorded_and_shown(told: World):
    path = await own(told)
    delivered = {"kind": "delivered", "receipt": "postbox-1"}
    arrived = await told.post(f"{path}/receipts", delivered, PLATFORM)
    assert (arrived.status_code, arrived.json()["state"]) == (201, "delivered")
    told.clock.set(MORNING + timedelta(hours=1))
    read = await told.post(f"{path}/receipts", {"kind": "read", "receipt": "portal-1"}, CLIENT)
    assert read.json()["state"] == "read"
    assert read.json()["read_at"] == "2026-03-02T10:15:00Z"
    [event] = [r.event for r in await told.said() if isinstance(r.event, NotificationRead)]
    assert event.receipt == "portal-1"


async def test_the_same_receipt_sent_again_changes_nothing(told: World):
    path, body = f"{await own(told)}/receipts", {"kind": "read", "receipt": "portal-1"}
    once = await told.post(path, body, CLIENT, **{"Idempotency-Key": "one"})
    again = await told.post(path, body, CLIENT, **{"Idempotency-Key": "one"})
    another = await told.post(path, body, CLIENT)
    assert [a.status_code for a in (once, again, another)] == [201] * 3
    assert len([r for r in await told.said() if isinstance(r.event, NotificationRead)]) == 1


async def test_the_same_key_with_another_receipt_is_refused(told: World):
    path = f"{await own(told)}/receipts"
    key = {"Idempotency-Key": "one"}
    await told.post(path, {"kind": "read", "receipt": "portal-1"}, CLIENT, **key)
    other = await told.post(path, {"kind": "read", "receipt": "portal-2"}, CLIENT, **key)
    assert (other.status_code, kind(other)) == (422, "idempotency-key-reused")


async def test_what_was_not_sent_can_not_have_been_read(told: World):
    await told.wishes(CLIENT, quiet_hours={"start": "08:00", "end": "20:00"})
    await told.says(p.ReviewFellDue(version=1, due=date(2026, 3, 2)), CLOCK)
    await told.settled()
    [row] = [r for r in await told.notifications() if r.template == "review-due"][:1]
    path = f"/notifications/{row.notification}/receipts"
    refused = await told.post(path, {"kind": "read", "receipt": "r"}, CLIENT)
    assert (refused.status_code, kind(refused)) == (409, "not-sent-yet")
    assert refused.json()["state"] == "waiting"


async def test_preferences_are_set_and_read_back_with_the_address_in_plain(world: World):
    said = await world.wishes(CLIENT, **WISHES)
    assert (said.status_code, said.headers["etag"]) == (201, '"0"')
    found = await world.get("/recipients/client-1/preferences", CLIENT)
    languages = {language: one.name for language, one in catalogues().items()}
    assert found.json() == {"recipient": "client-1", **WISHES, "languages": languages}
    assert found.headers["etag"] == '"0"'


async def test_who_never_said_anything_gets_german_in_the_outbox(world: World):
    found = await world.get("/recipients/client-1/preferences", CLIENT)
    assert found.json()["channels"] == ["outbox"]
    assert found.json()["language"] == "de"
    assert "etag" not in found.headers


async def test_preferences_are_decided_on_the_revision_that_was_read(world: World):
    await world.wishes(CLIENT)
    path, body = "/recipients/client-1/preferences", {"channels": ["outbox"], "language": "en"}
    late = await world.post(path, body, CLIENT, **{"If-Match": '"7"'})
    assert late.status_code == 412
    fresh = await world.post(path, body, CLIENT, **{"If-Match": '"0"'})
    assert fresh.status_code == 201


async def test_repeated_preferences_are_kept_once_although_sealing_is_never_the_same(world: World):
    path, key = "/recipients/client-1/preferences", {"Idempotency-Key": "one"}
    first = await world.post(path, WISHES, CLIENT, **key)
    again = await world.post(path, WISHES, CLIENT, **key)
    assert first.json() == again.json()
    stored = await world.store.read_stream("recipient-client-1")
    assert len(stored) == 1


WRONG = {
    "an unknown field": ({"channels": ["outbox"], "language": "de", "fax": "1"}, 422),
    "no channel": ({"channels": [], "language": "de"}, 422),
    "an unknown channel": ({"channels": ["pigeon"], "language": "de"}, 422),
    "a channel twice": ({"channels": ["outbox", "outbox"], "language": "de"}, 409),
    "e-mail without an address": ({"channels": ["email"], "language": "de"}, 409),
    "no address at all": (WISHES | {"email": "anna"}, 422),
    "an address with a line break": (WISHES | {"email": "a@b.example\r\nBcc: c@d.example"}, 422),
    "two addresses": (WISHES | {"email": "a@b.example, c@d.example"}, 422),
    "an empty address": (WISHES | {"email": ""}, 422),
    "a language of fantasy": ({"channels": ["outbox"], "language": "tlh"}, 422),
    "a language that is not offered": ({"channels": ["outbox"], "language": "la"}, 409),
    "quiet hours that are none": (WISHES | {"quiet_hours": {"start": "8:00", "end": "25:00"}}, 422),
    "quiet hours without length": (
        WISHES | {"quiet_hours": {"start": "08:00", "end": "08:00"}},
        422,
    ),
    "a list": ([], 422),
}


@pytest.mark.parametrize(("body", "status"), WRONG.values(), ids=WRONG)
async def test_wrong_preferences_are_refused_and_nothing_is_kept(
    world: World, body: Any, status: int
):
    said = await world.post("/recipients/client-1/preferences", body, CLIENT)
    assert said.status_code == status, said.text
    assert "anna" not in said.text
    assert await world.store.read_stream("recipient-client-1") == []


async def test_a_refusal_says_which_languages_there_are(world: World):
    body = {"channels": ["outbox"], "language": "la"}
    said = await world.post("/recipients/client-1/preferences", body, CLIENT)
    assert kind(said) == "language-not-offered"
    assert set(said.json()["offered"]) == set(catalogues())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/notifications/not-an-id", 422),
        (f"/notifications/{UNKNOWN}", 404),
        ("/notifications?plan=nonsense", 422),
        (f"/notifications?plan={UNKNOWN}", 404),
        ("/notifications?cursor=nonsense", 400),
        ("/notifications?limit=0", 422),
        ("/recipients/%20/preferences", 422),
    ],
)
async def test_a_wrong_question_is_answered_clearly(world: World, path: str, status: int):
    found = await world.http.get(path, headers=world.token(CLIENT))
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("receipt", ["", "two words", "zeile\n", "ü", "x" * 201])
async def test_a_receipt_is_visible_ascii(told: World, receipt: str):
    path = f"{await own(told)}/receipts"
    said = await told.post(path, {"kind": "read", "receipt": receipt}, CLIENT)
    assert said.status_code == 422


async def test_the_address_of_an_erased_person_can_neither_be_set_nor_read(world: World):
    await world.wishes(CLIENT, **WISHES)
    await world.keys.destroy("client-1", by="staff-1", reason="Art. 17", at=world.clock.now())
    refused = await world.wishes(CLIENT, **WISHES)
    assert refused.status_code == 410
    found = await world.get("/recipients/client-1/preferences", CLIENT)
    assert found.json()["email"] == "[gelöscht]"


async def test_rows_built_anew_are_the_rows_that_were_kept_up(told: World):
    await told.agreed(await told.terms(uuid4(), date(2026, 4, 30)))
    await told.mediating()
    await told.settled()
    await told.post(f"{await own_first(told)}/receipts", {"kind": "read", "receipt": "r"}, CLIENT)
    await told.settled()
    live = (await told.get("/notifications", COUNSELLOR, plan=str(told.plan))).json()
    assert {row["state"] for row in live["items"]} == {"read", "sent", "waiting"}
    [sent] = [one for one in told.service.projections if one.name == "sent_notifications"]
    await sent.rebuild()
    assert (await told.get("/notifications", COUNSELLOR, plan=str(told.plan))).json() == live
    await told.following.stop()
    empty = told.databases.open("forgotten")
    async with told.restart(empty):
        await told.settled()
        anew = (await told.get("/notifications", COUNSELLOR, plan=str(told.plan))).json()
        assert anew == live
    await empty.close()


async def own_first(world: World) -> str:
    rows = (await world.get("/notifications", CLIENT)).json()["items"]
    return f"/notifications/{rows[0]['notification']}"


async def test_a_list_says_the_same_as_the_events(told: World):
    await told.agreed(await told.terms(uuid4(), date(2026, 4, 30)))
    await told.settled()
    listed = (await told.get("/notifications", COUNSELLOR, plan=str(told.plan))).json()["items"]
    events = [r.model_dump(mode="json", exclude_none=True) for r in await told.notifications()]
    assert listed == events


async def test_every_operation_is_described_with_an_example(asleep: World):
    described = (await asleep.http.get("/openapi.json")).json()
    operations = {
        one["operationId"]: one
        for path, methods in described["paths"].items()
        for one in methods.values()
        if not path.startswith(("/health", "/projections"))
    }
    assert set(operations) == {
        "list_notifications",
        "read_notification",
        "add_receipt",
        "set_preferences",
        "read_preferences",
    }
    for one in operations.values():
        assert one["summary"]
        [success] = [answer for status, answer in one["responses"].items() if status < "300"]
        assert success["content"]["application/json"]["example"]
        if "requestBody" in one:
            assert one["requestBody"]["content"]["application/json"]["example"]
