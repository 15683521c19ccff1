"""The plan as it stood at any moment."""

from urllib.parse import quote
from uuid import uuid4

import pytest

from contracts import plan as p
from services.audit import past
from tests.services.audit.world import CLIENT, World, kind


async def test_the_plan_is_told_as_it_stood_at_a_time(world: World) -> None:
    plan, agreement = await world.opened(), uuid4()
    await world.says(plan, p.AgreementDrafted(terms=await world.terms(agreement, due="2026-04-30")))
    then = world.clock.now()
    await world.says(
        plan, p.AgreementRedrafted(terms=await world.terms(agreement, due="2026-05-15"))
    )

    path = f"/audit/plans/{plan}/as-of"
    now = await world.reads(path)
    earlier = await world.reads(f"{path}?time={quote(then.isoformat())}")

    def due(answer: dict[str, dict[str, dict[str, dict[str, list[dict[str, str]]]]]]) -> str:
        return answer["document"]["draft"]["content"]["agreements"][0]["due"]

    assert due(now) == "2026-05-15"
    # What happened at that very moment belongs to it; this one began an instant later.
    assert due(earlier) == "2026-05-15"
    before = (then.replace(minute=14)).isoformat()
    assert due(await world.reads(f"{path}?time={quote(before)}")) == "2026-04-30"


async def test_the_plan_is_told_as_it_stood_at_a_position(world: World) -> None:
    plan = await world.opened()
    position = await world.store.head()
    await world.opened("client-2")
    await world.says(plan, p.PlanClosed(reason="work_found"))

    then = await world.reads(f"/audit/plans/{plan}/as-of?position={position + 1}")

    assert then["document"]["status"] == "drafting"
    assert then["at"]["position"] == position
    assert then["true_for"]["position"] == await world.store.head()


async def test_texts_of_the_standing_are_open(world: World) -> None:
    plan = await world.opened()
    terms = await world.terms(uuid4(), "Fünf Bewerbungen schreiben")
    await world.says(plan, p.AgreementDrafted(terms=terms))

    answer = await world.reads(f"/audit/plans/{plan}/as-of", CLIENT)

    told = answer["document"]["draft"]["content"]["agreements"][0]["what"]
    assert told == "Fünf Bewerbungen schreiben"


async def test_before_it_was_opened_there_was_no_plan(world: World) -> None:
    plan = await world.opened()

    early = await world.get(f"/audit/plans/{plan}/as-of?position=0")

    assert (early.status_code, kind(early)) == (404, "not-opened-then")
    assert early.json()["opened"].startswith("2026-03-02T09:15")


async def test_a_moment_is_a_time_or_a_position_and_not_both(world: World) -> None:
    plan = await world.opened()
    path = f"/audit/plans/{plan}/as-of"

    both = await world.get(f"{path}?position=1&time=2026-03-02T10:15:00Z")
    local = await world.get(f"{path}?time=2026-03-02T10:15:00")

    assert (both.status_code, kind(both)) == (422, "ambiguous-moment")
    assert local.status_code == 422, "a time without its offset may be any moment"


async def test_what_was_disputed_later_is_marked_also_where_it_stood_earlier(world: World) -> None:
    plan = await world.opened()
    fact = await world.says(plan, p.RemarkAdded(text=await world.seal("Kommt oft zu spät")))
    then = await world.store.head()
    disputed_at = world.clock.now()
    text = await world.seal("Das war ein einziges Mal")
    await world.says(plan, p.FactDisputed(fact=fact, party="client", text=text), CLIENT)

    answer = await world.reads(f"/audit/plans/{plan}/as-of?position={then}")

    (remark,) = answer["document"]["draft"]["content"]["remarks"]
    (mark,) = remark["disputed"]
    assert mark["at"] == disputed_at.isoformat().replace("+00:00", "Z")
    assert mark["text"] == "Das war ein einziges Mal"
    assert answer["at"]["position"] == then


async def test_a_history_that_memory_could_not_hold_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "LONGEST", 3)
    plan = await world.opened()
    for _ in range(3):
        await world.says(plan, p.RemarkAdded(text=await world.seal("…")))

    answer = await world.get(f"/audit/plans/{plan}/as-of")

    assert (answer.status_code, kind(answer)) == (422, "history-too-long")
    assert (await world.get(f"/audit/plans/{plan}/trail")).status_code == 200
