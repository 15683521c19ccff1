"""What a plan does when it hears of a mediation: late, twice, and in any order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from contracts import examples
from contracts import mediation as said
from contracts.catalogue import PLAN
from contracts.envelope import Metadata
from contracts.model import Event
from contracts.plan import AgreementTerms
from contracts.plan_document import fold
from kernel.codec import Codec, to_store
from kernel.event_store import AnyRevision, NewEvent
from tests.services.plan.jobcenter import Answer, Jobcenter
from tests.services.plan.steps import agreed

MEDIATION = examples.MEDIATION
REQUESTED = examples.EXAMPLES["MediationRequested.v1"]
SETTLED = examples.EXAMPLES["MediationSettled.v1"]
EXPIRED = examples.EXAMPLES["MediationExpired.v1"]
MOOT = examples.EXAMPLES["MediationBecameMoot.v1"]


async def says(jc: Jobcenter, plan: str, *events: Event, mediation: UUID = MEDIATION) -> None:
    """The mediation service speaks, and the plan service has heard it."""
    id = UUID(plan.removeprefix("/plans/"))
    metadata = examples.METADATA.model_copy(update={"plan": id, "time": jc.clock.now()})
    await jc.store.append(f"mediation-{mediation}", _stored(id, events, metadata), AnyRevision())
    async with jc.following() as following:
        await following.settled()


def _stored(plan: UUID, events: Sequence[Event], metadata: Metadata) -> list[NewEvent]:
    fitting = [
        event.model_copy(update={"plan": plan}) if hasattr(event, "plan") else event
        for event in events
    ]
    return [
        to_store(uuid5(plan, f"{event.type}/{metadata.time}"), event, metadata.to_json())
        for event in fitting
    ]


async def shown(jc: Jobcenter, plan: str) -> Answer:
    answer: Answer = (await jc.client.reads(plan))["plan"]
    return answer


async def test_consequences_rest_from_the_receipt_of_the_request_to_its_legal_end(
    jc: Jobcenter,
) -> None:
    plan, _ = await agreed(jc)
    await says(jc, plan, REQUESTED)
    (rest,) = (await shown(jc, plan))["rest"]
    assert rest["mediation"] == str(MEDIATION)
    assert rest["since"] == _z(REQUESTED.received_at)  # type: ignore[attr-defined]
    assert rest["until"] == _z(REQUESTED.ends_at)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "end",
    [EXPIRED, MOOT, said.MediationWithdrawn(plan=MEDIATION, by="client", ends=True)],
)
async def test_they_resume_when_it_is_over(jc: Jobcenter, end: Event) -> None:
    plan, _ = await agreed(jc)
    await says(jc, plan, REQUESTED, end)
    assert (await shown(jc, plan))["rest"] == []


async def test_a_withdrawal_that_does_not_end_it_changes_nothing(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    stays = said.MediationWithdrawn(plan=MEDIATION, by="client", ends=False)
    await says(jc, plan, REQUESTED, stays)
    assert len((await shown(jc, plan))["rest"]) == 1


async def test_a_solution_becomes_the_new_draft_which_nobody_has_accepted(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    terms = AgreementTerms(
        agreement=UUID(int=5),
        party="client",
        kind="own_effort",
        what=examples.SEALED,
        due=date(2026, 6, 30),
    )
    settled = SETTLED.model_copy(update={"agreements": (terms,)})
    await says(jc, plan, REQUESTED, settled)
    stored = await jc.store.read_stream(f"plan-{plan.removeprefix('/plans/')}")
    document = fold(Codec(PLAN).recorded_all(stored))
    assert document is not None
    assert document.draft is not None
    assert (document.status, document.rest) == ("in_revision", [])
    assert [one.agreement for one in document.draft.content.agreements] == [UUID(int=5)]
    assert document.draft.content.goal is not None
    assert (document.draft.cause, document.draft.accepted) == ("mediation", {})


async def test_no_demand_while_it_runs_and_one_that_slipped_in_before_is_void(
    jc: Jobcenter,
) -> None:
    plan, agreement = await agreed(jc)
    own = f"{plan}/agreements/{agreement}"
    jc.clock.set(datetime(2026, 5, 5, 9, tzinfo=UTC))
    missed = {"observed_on": "2026-05-04", "facts": "Nichts lag vor"}
    await jc.counsellor.does(f"{own}/misses", missed)
    await jc.counsellor.does(f"{own}/important-reason-requests", {"until": "2026-05-06"})
    jc.clock.set(datetime(2026, 5, 7, 9, tzinfo=UTC))
    rejected = {"accepted": False, "reasons": "Es wurde kein Grund genannt"}
    await jc.counsellor.does(f"{own}/important-reason-assessments", rejected)
    demand = {
        "kind": "apply_for_jobs",
        "text": "Fünf Bewerbungen",
        "legal_notice": {"text": "notice-15-6", "version": 2, "form": "letter"},
        "delivered": {"how": "handed_over", "at": "2026-05-07T10:00:00+02:00"},
        "until": "2026-05-20",
    }
    await jc.counsellor.does(f"{own}/demands", demand)
    an_hour_ago = jc.clock.now() - timedelta(hours=1)
    times = {"received_at": an_hour_ago, "ends_at": an_hour_ago + timedelta(days=28)}
    await says(jc, plan, REQUESTED.model_copy(update=times))
    progress = (await shown(jc, plan))["progress"][agreement]
    assert progress["breaches"][0]["demand"]["outcome"]["outcome"] == "voided"
    again = await jc.counsellor.post(f"{own}/demands", demand)
    assert again.status_code == 409
    assert again.json()["type"].endswith(":consequences-rest")


async def test_the_mediator_reads_the_plan_while_the_mediation_runs_and_no_longer(
    jc: Jobcenter,
) -> None:
    plan, _ = await agreed(jc)
    mediator = jc.person("mediator", "mediator-3", org="office-nrw")
    appointed = said.MediatorAppointed(mediator="mediator-3", checked_against=(), plan_revision=9)
    await says(jc, plan, REQUESTED)
    assert (await mediator.get(plan)).status_code == 404
    await says(jc, plan, appointed)
    assert (await mediator.get(plan)).status_code == 200
    assert (await mediator.get(f"{plan}/versions/1/copy")).status_code == 200
    assert (await mediator.post(f"{plan}/remarks", {"text": "Nein"})).status_code == 403
    kept = await jc.accesses.accesses(who="mediator-3")
    assert {access.purpose for _, access in kept} == {"mediation"}
    recused = said.MediatorRecused(mediator="mediator-3", cause="ill")
    await says(jc, plan, recused)
    assert (await mediator.get(plan)).status_code == 404


async def test_what_a_mediation_says_of_an_unknown_plan_is_kept_for_somebody_to_look_at(
    jc: Jobcenter,
) -> None:
    await says(jc, f"/plans/{UUID(int=1)}", REQUESTED)
    (runner,) = [f for f in jc.service.followers if f.name == "plan.follow-mediation"]
    letters = await runner.dead_letters.all()  # type: ignore[attr-defined]
    assert len(letters) == 1


def _z(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
