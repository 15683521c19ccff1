"""One plan's full trail."""

from uuid import uuid4

from contracts import mediation as m
from contracts import notifications as n
from contracts import plan as p
from contracts.examples import EXAMPLES, SEALED
from tests.services.audit.world import CLIENT, CLOCKWORK, COUNSELLOR, MORNING, World


async def test_a_trail_tells_what_every_service_said_about_the_plan_in_order(world: World) -> None:
    plan = await world.opened()
    mediation, notification = f"mediation-{uuid4()}", f"notification-{uuid4()}"
    await world.says(
        plan, p.RemarkAdded(text=await world.seal("Der Kindergarten schließt um vier"))
    )
    requested = EXAMPLES["MediationRequested.v1"].model_copy(update={"subject": SEALED})
    cause = await world.says(plan, requested, CLIENT, stream=mediation)
    planned = EXAMPLES["NotificationPlanned.v1"]
    await world.says(plan, planned, CLOCKWORK, stream=notification, cause=cause)
    await world.says(plan, p.PlanClosed(reason="work_found"))

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    assert [one["type"] for one in items] == [
        "PlanOpened.v1",
        "RemarkAdded.v1",
        "MediationRequested.v1",
        "NotificationPlanned.v1",
        "PlanClosed.v1",
    ]
    assert [one["position"] for one in items] == sorted(one["position"] for one in items)
    assert {one["stream"] for one in items} == {f"plan-{plan}", mediation, notification}
    assert [one["revision"] for one in items] == [0, 1, 0, 0, 2]


async def test_a_line_says_who_in_which_role_when_under_which_law_and_why(world: World) -> None:
    plan = await world.opened()
    cause = await world.says(plan, p.RevisionStarted(cause="review", from_version=3), CLIENT)
    await world.says(plan, p.RevisionDropped(from_version=3), CLOCKWORK, cause=cause)

    first, started, dropped = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    assert first["actor"] == {**COUNSELLOR.actor.model_dump(exclude_none=True)}
    assert first["time"] == MORNING.isoformat().replace("+00:00", "Z")
    assert first["regime"] == "sgb2-2023"
    assert first["cause"] == first["correlation"], "a person's command is its own cause"
    assert "caused_by" not in first
    assert started["version"] == 3
    assert dropped["cause"] == str(cause) == started["event"]
    assert dropped["caused_by"] == {"position": started["position"], "type": "RevisionStarted.v1"}


async def test_personal_texts_are_open_for_those_who_may_read_them(world: World) -> None:
    plan = await world.opened()
    await world.says(plan, p.RemarkAdded(text=await world.seal("Um vier ist Schluss")))

    line = (await world.reads(f"/audit/plans/{plan}/trail", CLIENT))["items"][1]

    assert line["data"] == {"text": "Um vier ist Schluss"}
    assert line["words"] == ["Text: “Um vier ist Schluss”"]


async def test_an_erased_text_leaves_a_marker_and_the_rest_of_the_line(world: World) -> None:
    plan = await world.opened()
    await world.says(plan, p.RemarkAdded(text=await world.seal("Um vier ist Schluss")))
    await world.keys.destroy("client-1", by="office", reason="Art. 17", at=world.clock.now())

    line = (await world.reads(f"/audit/plans/{plan}/trail"))["items"][1]

    assert line["data"] == {"text": "[gelöscht]"}
    assert line["actor"]["sub"] == "staff-1"


async def test_a_tampered_text_is_named_and_the_rest_is_still_told(world: World) -> None:
    plan = await world.opened()
    await world.says(plan, p.RemarkAdded(text=await world.seal("mine", "client-2")))
    await world.says(plan, p.RemarkAdded(text=await world.seal("Um vier ist Schluss")))

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    assert "beschädigt" in items[1]["data"]["text"]
    assert items[2]["data"]["text"] == "Um vier ist Schluss"


async def test_pages_join_up_while_events_keep_arriving(world: World) -> None:
    plan, other = await world.opened(), await world.opened("client-2")
    for _ in range(6):
        await world.says(plan, p.RemarkAdded(text=SEALED))
        await world.says(other, p.RemarkAdded(text=SEALED))
    path, seen = f"/audit/plans/{plan}/trail?limit=3", []
    page = await world.reads(path)
    while True:
        seen += [one["revision"] for one in page["items"]]
        if "next" not in page:
            break
        await world.says(plan, p.RemarkAdded(text=SEALED)) if len(seen) < 7 else None
        page = await world.reads(f"{path}&cursor={page['next']}")

    assert seen == list(range(len(seen)))
    assert len(seen) == 9, "seven from before and two that arrived meanwhile"


async def test_an_answer_says_for_which_position_and_time_it_is_true(world: World) -> None:
    plan = await world.opened()
    await world.opened("client-2")

    answer = await world.get(f"/audit/plans/{plan}/trail")

    head = await world.store.head()
    assert answer.json()["true_for"]["position"] == head
    assert answer.headers["Koop-Position"] == str(head)
    assert answer.headers["Koop-As-Of"] == world.clock.now().isoformat()


async def test_delivery_and_reading_are_part_of_the_trail(world: World) -> None:
    plan = await world.opened()
    stream = f"notification-{uuid4()}"
    await world.says(plan, n.NotificationDelivered(receipt="r-1"), CLOCKWORK, stream=stream)
    await world.says(plan, m.MediationJoined(party="jobcenter"), stream=f"mediation-{uuid4()}")

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    assert items[1]["sentence"].endswith("recorded that a message was delivered (receipt r-1).")
    assert items[2]["sentence"].endswith("that the jobcenter joins the request for a mediation.")
