"""Who agreed to what and when."""

from urllib.parse import quote
from uuid import uuid4

from contracts import mediation as m
from contracts import plan as p
from contracts.examples import EXAMPLES, SOLUTION
from tests.services.audit.world import (
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    DIGEST,
    GUARDIAN,
    MEDIATOR,
    World,
    kind,
)


async def test_each_consent_names_the_version_its_digest_the_person_and_the_channel(
    world: World,
) -> None:
    plan = await world.opened()
    accepted, _, agreed = await world.agrees(plan, 1, [])

    answer = await world.reads(f"/audit/agreements?plan={plan}")

    first, second = answer["items"]
    assert first["event"] == str(accepted)
    assert (first["version"], first["digest"]) == (1, DIGEST)
    assert (first["party"], first["channel"]) == ("client", "portal")
    assert first["actor"]["sub"] == "client-1"
    assert second["party"] == "jobcenter"
    position = next(
        one.envelope.position for one in await world.history(plan) if one.envelope.id == agreed
    )
    assert first["agreed"]["position"] == second["agreed"]["position"] == position


async def test_a_representative_consents_on_the_clients_behalf(world: World) -> None:
    plan = await world.opened()
    await world.says(plan, p.RepresentativeAppointed(person="guardian-1", basis="guardian"))
    said = p.PlanAccepted(party="client", version=1, digest=DIGEST, channel="letter")
    await world.says(plan, said, GUARDIAN)

    (entry,) = (await world.reads("/audit/agreements?person=client-1"))["items"]

    assert entry["actor"]["sub"] == "guardian-1"
    assert entry["actor"]["on_behalf_of"] == "client-1"
    assert "guardian-1 on behalf of the client client-1" in entry["sentence"]


async def test_a_withdrawn_consent_says_so_and_a_new_one_stands_beside_it(world: World) -> None:
    plan = await world.opened()
    said = p.PlanAccepted(party="client", version=1, digest=DIGEST, channel="portal")
    await world.says(plan, said, CLIENT)
    taken_back = p.AcceptanceWithdrawn(party="client", version=1, digest=DIGEST, cause="withdrawn")
    await world.says(plan, taken_back, CLIENT)
    await world.agrees(plan, 1, [])

    first, second, _ = (await world.reads(f"/audit/agreements?plan={plan}"))["items"]

    assert first["withdrawn"]["cause"] == "withdrawn"
    assert "agreed" not in first
    assert "withdrawn" not in second
    assert "agreed" in second


async def test_what_was_agreed_is_the_draft_that_all_accepted_and_no_earlier_one(
    world: World,
) -> None:
    plan = await world.opened()
    earlier = p.PlanAccepted(
        party="client", version=1, digest=f"sha256:{'e' * 64}", channel="portal"
    )
    await world.says(plan, earlier, CLIENT)
    await world.agrees(plan, 1, [])

    first, *both = (await world.reads(f"/audit/agreements?plan={plan}"))["items"]

    assert first["digest"] == earlier.digest
    assert "agreed" not in first
    assert all("agreed" in one for one in both)


async def test_consent_to_a_mediations_solution_is_told_too(world: World) -> None:
    plan, stream = await world.opened(), f"mediation-{uuid4()}"
    for party, by in (("client", CLIENT), ("jobcenter", MEDIATOR)):
        said = m.SolutionAccepted(solution=SOLUTION, party=party, channel="phone")
        await world.says(plan, said, by, stream=stream)
    await world.says(plan, EXAMPLES["MediationSettled.v1"], MEDIATOR, stream=stream)

    client, jobcenter = (await world.reads(f"/audit/agreements?plan={plan}"))["items"]

    assert client["solution"] == jobcenter["solution"] == str(SOLUTION)
    assert client["digest"] == EXAMPLES["MediationSettled.v1"].digest  # type: ignore[attr-defined]
    assert "agreed" in client
    assert jobcenter["actor"]["sub"] == "mediator-1"


async def test_consents_are_found_by_client_person_and_period(world: World) -> None:
    plan, other = await world.opened(), await world.opened("client-2")
    since = world.clock.now().isoformat()
    await world.agrees(plan, 1, [])
    before = world.clock.now().isoformat()
    await world.agrees(other, 1, [])

    async def plans(query: str) -> set[str]:
        answer = await world.reads(f"/audit/agreements?{query}")
        return {one["plan"] for one in answer["items"]}

    assert await plans("client=client-1") == {str(plan)}
    assert await plans("client=nobody") == set()
    assert await plans("person=staff-1") == {str(plan), str(other)}
    assert await plans(f"from={quote(since)}&to={quote(before)}") == {str(plan)}
    assert await plans(f"to={quote(since)}") == set()


async def test_a_disputed_consent_carries_its_mark(world: World) -> None:
    plan = await world.opened()
    accepted, _, _ = await world.agrees(plan, 1, [])
    text = await world.seal("Das war ich nicht")
    await world.says(plan, p.FactDisputed(fact=accepted, party="client", text=text), CLIENT)

    first, second = (await world.reads(f"/audit/agreements?plan={plan}"))["items"]

    assert first["disputed"][0]["text"] == "Das war ich nicht"
    assert second["disputed"] == []


async def test_auditors_see_the_consents_of_their_own_jobcenter_alone(world: World) -> None:
    here, there = await world.opened(), await world.opened("client-9", "jc-koeln", "staff-9")
    await world.agrees(here, 1, [])
    await world.agrees(there, 1, [])

    answer = await world.reads("/audit/agreements")

    assert {one["jobcenter"] for one in answer["items"]} == {"jc-duesseldorf"}


async def test_a_counsellor_reads_the_consents_of_one_assigned_plan(world: World) -> None:
    plan = await world.opened()
    await world.agrees(plan, 1, [])

    assert len((await world.reads(f"/audit/agreements?plan={plan}", COUNSELLOR))["items"]) == 2
    foreign = await world.get(f"/audit/agreements?plan={plan}", COLLEAGUE)
    everything = await world.get("/audit/agreements", COUNSELLOR)
    assert (foreign.status_code, kind(foreign)) == (404, "not-found")
    assert (everything.status_code, kind(everything)) == (403, "not-entitled")


async def test_clients_read_their_own_consents_and_nobody_elses(world: World) -> None:
    plan, other = await world.opened(), await world.opened("client-2")
    await world.agrees(plan, 1, [])
    await world.agrees(other, 1, [])

    own = await world.reads("/audit/agreements", CLIENT)
    foreign = await world.get("/audit/agreements?client=client-2", CLIENT)

    assert {one["plan"] for one in own["items"]} == {str(plan)}
    assert foreign.status_code == 403


async def test_pages_of_consents_join_up(world: World) -> None:
    plan = await world.opened()
    for version in range(1, 4):
        await world.agrees(plan, version, [])
    path, seen = "/audit/agreements?limit=4", []
    first = await world.reads(path)
    seen = first["items"] + (await world.reads(f"{path}&cursor={first['next']}"))["items"]

    assert [one["version"] for one in seen] == [1, 1, 2, 2, 3, 3]
