"""Who may do and see what: every person against every operation, as a table and over HTTP."""

from uuid import UUID, uuid4

import pytest

from contracts.envelope import Actor
from kernel.http import NotEntitled, NotFound
from kernel.security import Identity
from services.plan.access import ENTITLED, Related, entitled, relation_of
from services.plan.api import TASKS
from services.plan.api.tasks import routes_of
from tests.services.plan.jobcenter import CLIENT, COUNSELLOR, JOBCENTER, Jobcenter, Person
from tests.services.plan.steps import agreed

EITHER_SIDE = [
    "end_representation",
    "record_client_voice",
    "dispute_fact",
    "set_goal",
    "draft_agreement",
    "redraft_agreement",
    "drop_agreement",
    "add_remark",
    "start_revision",
    "drop_revision",
    "offer_draft",
    "accept_plan",
    "withdraw_acceptance",
    "record_disagreement",
    "record_agreement_kept",
    "record_agreement_missed",
    "retract_miss",
    "report_difficulty",
    "answer_difficulty",
    "state_important_reason",
    "record_hearing_waived",
    "list_plans",
    "read_duties",
]
COUNSELLOR_ALONE = [
    "open_plan",
    "appoint_representative",
    "close_plan",
    "issue_plan_copy",
    "set_appointment",
    "move_appointment",
    "record_appointment_kept",
    "record_appointment_missed",
    "request_important_reason",
    "assess_important_reason",
    "demand_cooperation",
    "record_demand_met",
    "record_demand_unmet",
    "offer_hearing",
    "record_hearing_held",
    "consider_hardship",
    "refer_for_reduction_review",
    "read_worklist",
]
MAY: dict[str, set[str]] = {
    **{operation: {"client", "representative", "counsellor"} for operation in EITHER_SIDE},
    **{operation: {"counsellor"} for operation in COUNSELLOR_ALONE},
    "assign_counsellor": {"counsellor", "office"},
    "read_plan": {"client", "representative", "counsellor", "mediator"},
    "read_copy": {"client", "representative", "counsellor", "mediator"},
    "read_glance": {"client", "representative", "counsellor", "mediator"},
    "list_duties": {"counsellor", "office"},
}

PLAN = Related(CLIENT, JOBCENTER, COUNSELLOR, ["person-88"], ["mediator-3"])


def identity(role: str, sub: str, org: str = JOBCENTER, client: str | None = None) -> Identity:
    actor = Actor.model_validate({"sub": sub, "role": role, "organisation": org})
    return Identity(actor, client)


PERSONS = {
    "client": identity("client", CLIENT, client=CLIENT),
    "representative": identity("client", "person-88", client=CLIENT),
    "counsellor": identity("counsellor", COUNSELLOR),
    "mediator": identity("mediator", "mediator-3"),
    "office": identity("system", "personnel"),
}
STRANGERS = {
    "another client": identity("client", "client-1", client="client-1"),
    "a representative of nobody here": identity("client", "person-89", client=CLIENT),
    "a representative, but of another client": identity("client", "person-88", client="client-1"),
    "a colleague": identity("counsellor", "staff-18"),
    "a namesake in another jobcenter": identity("counsellor", COUNSELLOR, org="jc-koeln"),
    "a mediator of other cases": identity("mediator", "mediator-4"),
    "another jobcenter's office": identity("system", "personnel", org="jc-koeln"),
    "a client who has the counsellor's name": identity("client", COUNSELLOR, client=COUNSELLOR),
    "a mediator who has the client's name": identity("mediator", CLIENT),
}


def test_every_operation_is_in_the_table() -> None:
    assert ENTITLED.keys() == MAY.keys()
    assert {task.operation for task in TASKS} <= MAY.keys()


@pytest.mark.parametrize("operation", sorted(MAY))
@pytest.mark.parametrize("person", PERSONS)
def test_whoever_is_related_to_a_plan_may_do_what_the_table_says(
    operation: str, person: str
) -> None:
    if person in MAY[operation]:
        entitled(operation, PERSONS[person], PLAN)
    else:
        with pytest.raises(NotEntitled):
            entitled(operation, PERSONS[person], PLAN)


@pytest.mark.parametrize("operation", sorted(MAY))
@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_is_told_the_same_as_where_there_is_no_plan(operation: str, person: str) -> None:
    with pytest.raises((NotEntitled, NotFound)) as about_a_plan:
        entitled(operation, STRANGERS[person], PLAN)
    with pytest.raises((NotEntitled, NotFound)) as about_nothing:
        entitled(operation, STRANGERS[person], None)
    assert (type(about_a_plan.value), str(about_a_plan.value)) == (
        type(about_nothing.value),
        str(about_nothing.value),
    )


@pytest.mark.parametrize("operation", sorted(MAY))
def test_an_auditor_reads_through_the_audit_service_alone(operation: str) -> None:
    with pytest.raises(NotEntitled):
        entitled(operation, identity("auditor", "auditor-1"), PLAN)


@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_has_no_relation(person: str) -> None:
    assert relation_of(STRANGERS[person], PLAN) is None


def paths(plan: str) -> list[tuple[str, str]]:
    """(operation, path) of every task, with ids that nothing has."""
    filled = []
    for task in TASKS:
        for _, template in routes_of(task):
            ids = {"agreement": uuid4(), "appointment": uuid4(), "version": 1, "person": "x"}
            path = template.replace("/plans/{plan}", plan).format(**ids)
            filled.append((task.operation, path))
    return filled


def strangers(jc: Jobcenter) -> list[tuple[str, Person]]:
    return [
        ("client", jc.person("client", "client-1")),
        ("client", jc.person("client", "person-88", client=CLIENT)),
        ("counsellor", jc.person("counsellor", "staff-18")),
        ("counsellor", jc.person("counsellor", COUNSELLOR, org="jc-koeln")),
        ("mediator", jc.person("mediator", "mediator-3")),
        ("auditor", jc.person("auditor", "auditor-1")),
        ("system", jc.person("system", "personnel", org="jc-koeln")),
    ]


async def test_over_http_no_stranger_can_do_or_learn_anything(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    before = await jc.store.head()
    roles = {"representative": "client", "office": "system"}
    nobodys = f"/plans/{UUID(int=1)}"
    for operation, path in paths(plan):
        able = {roles.get(relation, relation) for relation in MAY[operation]}
        for role, person in strangers(jc):
            answer = await person.post(path, {})
            assert answer.status_code == (404 if role in able else 403), (operation, role)
            same = await person.post(path.replace(plan, nobodys), {})
            assert (same.status_code, same.json()["type"]) == (
                answer.status_code,
                answer.json()["type"],
            )
    assert await jc.store.head() == before


async def test_over_http_no_stranger_can_read_a_plan_or_its_copy(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    of_the_sides = ("auditor", "system", "mediator")
    for path, without in (
        (plan, ("auditor", "system")),
        (f"{plan}/versions/1/copy", ("auditor", "system")),
        (f"{plan}/glance", ("auditor", "system")),
        (f"{plan}/glance?as-of=2026-03-02T09:00:00Z", ("auditor", "system")),
        (f"{plan}/duties", of_the_sides),
        (f"{plan}/duties?as-of=2026-03-02T09:00:00Z", of_the_sides),
    ):
        for role, person in strangers(jc):
            status = 403 if role in without else 404
            assert (await person.get(path)).status_code == status, role
    assert await jc.accesses.accesses(who="staff-18") == []


async def test_a_representative_may_act_from_the_appointment_to_its_end(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    guardian = jc.person("client", "person-88", client=CLIENT)
    assert (await guardian.get(plan)).status_code == 404
    appointed = {"person": "person-88", "basis": "guardian"}
    await jc.counsellor.does(f"{plan}/representatives", appointed)
    await guardian.does(f"{plan}/voice", {"kind": "concern", "text": "Zu weite Wege"})
    assert (await guardian.reads(plan))["plan"]["voice"][-1]["by"] == "person-88"
    await jc.client.does(f"{plan}/representatives/person-88/endings")
    assert (await guardian.get(plan)).status_code == 404


async def test_whoever_handed_a_client_over_sees_the_plan_no_more(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    handed = await jc.counsellor.post(f"{plan}/counsellors", {"counsellor": "staff-23"}, key="k")
    assert (await jc.counsellor.get(plan)).status_code == 404
    assert (await jc.person("counsellor", "staff-23").get(plan)).status_code == 200
    again = await jc.counsellor.post(f"{plan}/counsellors", {"counsellor": "staff-23"}, key="k")
    assert (again.status_code, again.json()) == (201, handed.json())


async def test_the_office_hands_over_for_a_counsellor_who_is_away(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    office = jc.person("system", "personnel")
    await office.does(f"{plan}/counsellors", {"counsellor": "staff-23"})
    assert (await office.get(plan)).status_code == 403


async def test_staff_leave_a_record_of_what_they_read_and_why_and_clients_do_not(
    jc: Jobcenter,
) -> None:
    plan, _ = await agreed(jc)
    await jc.client.reads(plan)
    await jc.counsellor.reads(plan)
    await jc.counsellor.get(f"{plan}/versions/1/copy", X_Purpose="letter to the client")
    kept = [access for _, access in await jc.accesses.accesses()]
    assert [(one.who, one.what, one.purpose) for one in kept] == [
        (COUNSELLOR, "read_plan", "counselling"),
        (COUNSELLOR, "read_copy", "letter to the client"),
    ]
    assert {(str(one.plan), one.client, one.at) for one in kept} == {
        (plan.removeprefix("/plans/"), CLIENT, jc.clock.now())
    }
