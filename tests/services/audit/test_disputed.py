"""Disputed facts always carry their mark, whatever the question and the format."""

from uuid import UUID, uuid4

import pytest

from contracts import plan as p
from tests.services.audit.world import CLIENT, COUNSELLOR, MORNING, World

WORDS = "Ich war krank und habe angerufen"


async def a_disputed_miss(world: World) -> tuple[UUID, UUID]:
    """The plan, and the event that a miss was recorded with."""
    plan, agreement = await world.opened(), uuid4()
    terms = await world.terms(agreement)
    await world.says(plan, p.AgreementDrafted(terms=terms))
    await world.agrees(plan, 1, [terms])
    facts = await world.seal("Nicht erschienen")
    missed = p.AgreementMissed(
        agreement=agreement, party="client", observed_on="2026-05-04", facts=facts
    )
    miss = await world.says(plan, missed)
    await world.says(
        plan, p.FactDisputed(fact=miss, party="client", text=await world.seal(WORDS)), CLIENT
    )
    return plan, miss


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/audit/plans/{plan}/trail",
        "/audit/plans/{plan}/as-of",
        "/audit/plans/{plan}/as-of?position=6",
        "/audit/plans/{plan}/differences?from=1",
        "/audit/events?kind=AgreementMissed",
    ],
)
async def test_the_mark_stands_in_every_format_and_language(
    world: World, path: str, language: str
) -> None:
    plan, _ = await a_disputed_miss(world)
    path = path.format(plan=plan) + ("&" if "?" in path else "?") + f"language={language}"

    for format in ("json", "csv", "text"):
        answer = await world.get(f"{path}&format={format}")
        shown = [one for one in answer.text.splitlines() if "Nicht erschienen" in one]
        assert shown, (format, answer.text)
        assert WORDS in answer.text, format
        if format == "text":
            sign = "BESTRITTEN seit" if language == "de" else "DISPUTED since"
            assert sign in answer.text


async def test_a_line_is_marked_since_when_and_by_whom(world: World) -> None:
    plan, miss = await a_disputed_miss(world)

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    marked = {one["event"]: one["disputed"] for one in items if one["disputed"]}
    assert set(marked) == {str(miss)}
    (mark,) = marked[str(miss)]
    assert mark["event"] == items[-1]["event"]
    assert (mark["since"], mark["party"]) == (items[-1]["time"], "client")
    assert mark["since"] > MORNING.isoformat()


async def test_a_line_that_rests_on_a_disputed_fact_is_marked_as_well(world: World) -> None:
    plan, miss = await a_disputed_miss(world)
    item = p.Item(kind="agreement", id=uuid4())
    referred = p.ReductionReviewReferred(
        item=item, breach_on="2026-05-04", referral_limit="2026-11-04", case=(miss,)
    )
    await world.says(plan, referred, COUNSELLOR)

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    assert [one["text"] for one in items[-1]["disputed"]] == [WORDS]


async def test_a_version_that_repeats_disputed_words_is_marked_as_well(world: World) -> None:
    plan = await world.opened()
    terms = await world.terms(uuid4(), "Fünf Bewerbungen")
    drafted = await world.says(plan, p.AgreementDrafted(terms=terms))
    text = await world.seal("Es waren drei")
    await world.agrees(plan, 1, [terms])
    await world.says(plan, p.FactDisputed(fact=drafted, party="client", text=text), CLIENT)

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    marked = [one["type"] for one in items if one["disputed"]]
    assert marked == ["AgreementDrafted.v1", "PlanAgreed.v1"]


async def test_both_sides_may_dispute_the_same_fact(world: World) -> None:
    plan, miss = await a_disputed_miss(world)
    text = await world.seal("Das Datum stimmt nicht")
    await world.says(plan, p.FactDisputed(fact=miss, party="jobcenter", text=text))

    items = (await world.reads(f"/audit/plans/{plan}/trail"))["items"]

    (marks,) = [one["disputed"] for one in items if one["event"] == str(miss)]
    assert [one["party"] for one in marks] == ["client", "jobcenter"]


async def test_a_mark_is_there_although_the_dispute_is_on_another_page(world: World) -> None:
    plan, miss = await a_disputed_miss(world)

    items = (await world.reads(f"/audit/plans/{plan}/trail?limit=6"))["items"]

    assert items[-1]["event"] == str(miss)
    assert items[-1]["disputed"][0]["text"] == WORDS
