"""What followed from a command, across services, with what led to what."""

from typing import Any
from uuid import UUID, uuid4

from contracts import plan as p
from contracts.examples import EXAMPLES, SEALED
from services.audit import desk
from tests.services.audit.world import AUDITOR_ELSEWHERE, CLIENT, CLOCKWORK, World, kind

Shape = dict[str, Any]


def shape(node: dict[str, Any]) -> Shape:
    """A tree by the kinds of its events alone."""
    led_to = [shape(one) for one in node.get("led_to", [])]
    return {node["event"]["type"].partition(".")[0]: led_to}


async def a_mediation(world: World) -> tuple[UUID, UUID]:
    """A client asks for one; consequences rest, and two people are told. The plan, the command."""
    plan, command, mediation = await world.opened(), uuid4(), f"mediation-{uuid4()}"
    asked = EXAMPLES["MediationRequested.v1"].model_copy(update={"subject": SEALED})
    cause = await world.says(plan, asked, CLIENT, stream=mediation, correlation=command)
    rests = EXAMPLES["ConsequencesSuspended.v1"]
    rest = await world.says(plan, rests, CLOCKWORK, cause=cause, correlation=command)
    for told in (cause, rest):
        planned = EXAMPLES["NotificationPlanned.v1"]
        stream = f"notification-{uuid4()}"
        letter = await world.says(
            plan, planned, CLOCKWORK, stream=stream, cause=told, correlation=command
        )
        await world.says(
            plan,
            EXAMPLES["NotificationSent.v1"],
            CLOCKWORK,
            stream=stream,
            cause=letter,
            correlation=command,
        )
    await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT)
    return plan, command


async def test_a_tree_leads_from_the_command_through_all_services(world: World) -> None:
    _, command = await a_mediation(world)

    answer = await world.reads(f"/audit/commands/{command}/tree")

    told = {"NotificationPlanned": [{"NotificationSent": []}]}
    assert [shape(one) for one in answer["items"]] == [
        {"MediationRequested": [{"ConsequencesSuspended": [told]}, told]}
    ]
    assert answer["command"] == str(command)
    assert "next" not in answer


async def test_each_event_names_what_led_to_it(world: World) -> None:
    _, command = await a_mediation(world)

    (root,) = (await world.reads(f"/audit/commands/{command}/tree"))["items"]

    assert "caused_by" not in root["event"]
    for node in root["led_to"]:
        assert node["event"]["cause"] == root["event"]["event"]
        assert node["event"]["caused_by"]["position"] == root["event"]["position"]


async def test_as_a_text_each_step_stands_further_in(world: World) -> None:
    _, command = await a_mediation(world)

    text = (await world.get(f"/audit/commands/{command}/tree?format=text")).text

    lines = [line for line in text.splitlines() if line.lstrip().startswith("[")]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    assert indents == [0, 4, 8, 12, 4, 8]
    assert text.startswith(f"What followed from command {command}")


async def test_the_same_events_are_found_in_a_list_by_their_correlation(world: World) -> None:
    plan, command = await a_mediation(world)
    table = (await world.get(f"/audit/commands/{command}/tree?format=csv")).text

    for query in (f"correlation={command}", f"correlation={command}&plan={plan}"):
        items = (await world.reads(f"/audit/events?{query}"))["items"]
        assert len(items) == len(table.splitlines()) - 1 == 6


async def test_a_command_that_was_about_no_plan_has_a_tree_as_well(world: World) -> None:
    command, stream = uuid4(), "recipient-client-1"
    preferences = EXAMPLES["PreferencesSet.v1"]
    await world.says(None, preferences, CLIENT, stream=stream, correlation=command)

    answer = await world.reads(f"/audit/commands/{command}/tree")

    assert [shape(one) for one in answer["items"]] == [{"PreferencesSet": []}]


async def test_what_names_a_cause_outside_is_not_left_out(world: World) -> None:
    plan, command = await world.opened(), uuid4()
    await world.says(plan, p.RemarkAdded(text=SEALED), CLIENT, correlation=command)
    closed = p.PlanClosed(reason="work_found")
    await world.says(plan, closed, CLOCKWORK, cause=uuid4(), correlation=command)

    answer = await world.reads(f"/audit/commands/{command}/tree")

    assert [shape(one) for one in answer["items"]] == [{"RemarkAdded": []}, {"PlanClosed": []}]


async def test_a_tree_ends_at_the_jobcenters_border(world: World) -> None:
    _, command = await a_mediation(world)

    for asked, by in ((command, AUDITOR_ELSEWHERE), (uuid4(), AUDITOR_ELSEWHERE)):
        answer = await world.get(f"/audit/commands/{asked}/tree", by)
        assert (answer.status_code, kind(answer)) == (404, "no-such-command")


async def test_a_tree_too_large_for_one_answer_says_where_the_rest_is(
    world: World, monkeypatch: Any
) -> None:
    monkeypatch.setattr(desk, "LARGEST", 4)
    _, command = await a_mediation(world)

    answer = await world.reads(f"/audit/commands/{command}/tree")
    rest = await world.reads(f"/audit/events?correlation={command}&cursor={answer['next']}")

    assert len(rest["items"]) == 2


async def test_an_id_that_is_none_is_refused(world: World) -> None:
    answer = await world.get("/audit/commands/yesterday/tree")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "command"
