"""What was different, and which event, person and reason made it so."""

from itertools import product
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from contracts import mediation as m
from contracts import plan as p
from contracts.examples import EXAMPLES
from tests.services.audit.world import CLIENT, CLOCKWORK, COUNSELLOR, Json, World, kind


async def two_versions(world: World, plan: UUID, agreement: UUID) -> None:
    """The second one gives more time, because the client said early that it would not work."""
    item = p.Item(kind="agreement", id=agreement)
    first = await world.terms(agreement, "Fünf Bewerbungen", due="2026-04-30")
    goal = await world.seal("Köchin")
    await world.says(plan, p.GoalSet(occupational_goal=goal))
    await world.says(plan, p.AgreementDrafted(terms=first))
    await world.agrees(plan, 1, [first], goal)
    await world.says(
        plan, p.DifficultyReported(item=item, text=await world.seal("Mein Kind ist krank")), CLIENT
    )
    await world.says(plan, p.RevisionStarted(cause="difficulty", from_version=1))
    second = await world.terms(agreement, "Fünf Bewerbungen", due="2026-05-15")
    await world.says(plan, p.AgreementRedrafted(terms=second))
    await world.agrees(plan, 2, [second], goal)


def by_field(answer: Json) -> dict[str, Json]:
    return {one["path"][-1]: one for one in answer["items"]}


async def test_a_difference_names_the_event_the_actor_and_the_reason(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)

    answer = await world.reads(f"/audit/plans/{plan}/versions/1/differences/2")

    due = by_field(answer)["due"]
    assert due["path"] == ["agreements", str(agreement), "due"]
    assert (due["change"], due["before"], due["after"]) == ("changed", "2026-04-30", "2026-05-15")
    assert due["made_by"]["type"] == "AgreementRedrafted.v1"
    assert due["made_by"]["actor"]["sub"] == "staff-1"
    reported, started = due["because"]
    assert (reported["type"], started["type"]) == ("DifficultyReported.v1", "RevisionStarted.v1")
    assert reported["words"] == ["Text: “Mein Kind ist krank”"]
    assert "a difficulty that was reported" in started["sentence"]


async def test_the_same_words_sealed_anew_are_no_difference(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)

    answer = await world.reads(f"/audit/plans/{plan}/versions/1/differences/2")

    assert set(by_field(answer)) == {"due"}


async def test_erased_words_are_told_apart_by_their_seals(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)
    await world.keys.destroy("client-1", by="office", reason="Art. 17", at=world.clock.now())

    answer = await world.reads(f"/audit/plans/{plan}/versions/1/differences/2")

    what = by_field(answer)["what"]
    assert what["before"] == what["after"] == "[gelöscht]"


async def test_version_0_is_the_empty_plan(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)

    answer = await world.reads(f"/audit/plans/{plan}/versions/0/differences/1")

    assert "before" not in answer
    assert {one["change"] for one in answer["items"]} == {"added"}
    assert by_field(answer)["occupational_goal"]["after"] == "Köchin"
    assert by_field(answer)["occupational_goal"]["made_by"]["type"] == "GoalSet.v1"


async def test_what_a_mediation_brought_about_names_the_settlement(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    first = await world.terms(agreement, "Im Herbst")
    await world.says(plan, p.AgreementDrafted(terms=first))
    await world.agrees(plan, 1, [first])
    settled = EXAMPLES["MediationSettled.v1"]
    assert isinstance(settled, m.MediationSettled)
    cause = await world.says(plan, settled, CLIENT, stream=f"mediation-{uuid4()}")
    started = p.RevisionStarted(cause="mediation", from_version=1)
    await world.says(plan, started, CLOCKWORK, cause=cause)
    second = await world.terms(agreement, "Im Mai")
    await world.says(plan, p.AgreementRedrafted(terms=second), CLOCKWORK, cause=cause)
    await world.agrees(plan, 2, [second])

    answer = await world.reads(f"/audit/plans/{plan}/versions/1/differences/2")

    what = by_field(answer)["what"]
    assert (what["before"], what["after"]) == ("Im Herbst", "Im Mai")
    assert [one["type"] for one in what["because"]] == [
        "MediationSettled.v1",
        "RevisionStarted.v1",
    ]


async def test_between_two_moments_everything_is_compared(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    terms = await world.terms(agreement)
    await world.says(plan, p.AgreementDrafted(terms=terms))
    await world.agrees(plan, 1, [terms])
    since = await world.store.head()
    await world.says(plan, p.AgreementKept(agreement=agreement), COUNSELLOR)

    answer = await world.reads(f"/audit/plans/{plan}/differences?from={since}")

    standing = by_field(answer)["standing"]
    assert (standing["before"], standing["after"]) == ("open", "kept")
    assert standing["made_by"]["type"] == "AgreementKept.v1"
    assert standing["because"] == []


async def test_a_disputed_value_is_compared_with_its_mark(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)
    redrafted = next(
        one for one in await world.history(plan) if one.envelope.type == "AgreementRedrafted.v1"
    )
    text = await world.seal("So war das nicht besprochen")
    disputed = p.FactDisputed(fact=redrafted.envelope.id, party="client", text=text)
    await world.says(plan, disputed, CLIENT)

    answer = await world.reads(f"/audit/plans/{plan}/versions/1/differences/2")

    (mark,) = by_field(answer)["due"]["disputed"]
    assert mark["text"] == "So war das nicht besprochen"


async def test_versions_that_were_never_agreed_cannot_be_compared(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)
    path = f"/audit/plans/{plan}"

    unknown = await world.get(f"{path}/versions/1/differences/3")
    backwards = await world.get(f"{path}/versions/2/differences/1")
    nothing = await world.get(f"{path}/versions/0/differences/0")
    moments = await world.get(f"{path}/differences?from=9&to=2")

    assert (unknown.status_code, kind(unknown)) == (404, "no-such-version")
    assert unknown.json()["newest"] == 2
    for answer in (backwards, nothing, moments):
        assert (answer.status_code, kind(answer)) == (422, "out-of-order")


async def test_any_two_moments_are_compared_however_they_are_named(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)
    agreed = [one for one in await world.history(plan) if one.envelope.type == "PlanAgreed.v1"]
    first, second = (one.envelope for one in agreed)
    names = [
        [f"v{number}", str(at.position), quote(at.metadata.time.isoformat())]
        for number, at in enumerate((first, second), 1)
    ]

    found = [
        (await world.reads(f"/audit/plans/{plan}/differences?from={a}&to={b}"))["items"]
        for a, b in product(*names)
    ]

    assert found[0]
    assert all(one == found[0] for one in found)


async def test_the_empty_plan_is_version_0_for_moments_too(world: World) -> None:
    plan = await world.opened()

    answer = await world.reads(f"/audit/plans/{plan}/differences?from=v0")

    assert "before" not in answer
    assert {one["change"] for one in answer["items"]} == {"added"}


async def test_a_plan_is_told_as_it_stood_when_a_version_was_agreed(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await two_versions(world, plan, agreement)

    told = await world.reads(f"/audit/plans/{plan}/as-of?version=1")
    unknown = await world.get(f"/audit/plans/{plan}/as-of?version=7")
    both = await world.get(f"/audit/plans/{plan}/as-of?version=1&position=3")

    assert [one["version"] for one in told["document"]["versions"]] == [1]
    assert (unknown.status_code, kind(unknown)) == (404, "no-such-version")
    assert (both.status_code, kind(both)) == (422, "ambiguous-moment")


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-02T10:15:00", "-3", "v", "2.5"])
async def test_what_names_no_moment_is_refused(world: World, moment: str) -> None:
    plan = await world.opened()

    answer = await world.get(f"/audit/plans/{plan}/differences?from={moment}")

    assert (answer.status_code, kind(answer)) == (422, "invalid-request")
    assert answer.json()["errors"]
