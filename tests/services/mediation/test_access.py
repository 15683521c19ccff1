"""Every person × every operation: who may, who may not, and who must not even know (§ 35 SGB I).

What is sent does not fit any description. Whoever may is told so (422), and nothing changes.
"""

import pytest

from services.mediation.access import ENTITLED
from tests.services.mediation import jobcenter as who
from tests.services.mediation.jobcenter import Jobcenter, Person

PEOPLE = {
    "client": who.CLIENT,
    "guardian": who.GUARDIAN,
    "former guardian": Person("guardian-0", "client", client="client-1"),
    "another client": who.OTHER_CLIENT,
    "guardian for another client": Person("guardian-1", "client", client="client-2"),
    "counsellor": who.COUNSELLOR,
    "former counsellor": who.FORMER,
    "colleague": who.COLLEAGUE,
    "counsellor elsewhere": who.ELSEWHERE,
    "mediator": who.MEDIATOR,
    "another mediator": who.OTHER_MEDIATOR,
    "office": who.OFFICE,
    "office elsewhere": who.OTHER_OFFICE,
    "auditor": who.AUDITOR,
    "client posing as mediator": Person("client-1", "mediator", "mediators"),
    "mediator posing as counsellor": Person("mediator-1", "counsellor"),
}

YES, NO, HIDDEN = "yes", "no", "hidden"
FITS = {200: YES, 422: YES, 403: NO, 404: HIDDEN}

PARTIES = {"client", "guardian", "counsellor"}
COLLEAGUES = {"counsellor", "former counsellor", "colleague", "mediator posing as counsellor"}
ROLES = {
    "client": {
        "client",
        "guardian",
        "former guardian",
        "another client",
        "guardian for another client",
    },
    "counsellor": {*COLLEAGUES, "counsellor elsewhere"},
    "mediator": {"mediator", "another mediator", "client posing as mediator"},
    "system": {"office", "office elsewhere"},
    "auditor": {"auditor"},
}
INSIDE = PARTIES | COLLEAGUES | {"mediator", "office"}
"""Those who may know that there is a case."""

MAY = {
    "request_mediation": PARTIES | {"office"},
    "join_mediation": PARTIES | {"office"},
    "withdraw_mediation": PARTIES | {"office"},
    "appoint_mediator": COLLEAGUES | {"office"},
    "recuse_mediator": {"mediator", "office"},
    "schedule_talk": {"mediator"},
    "record_talk_held": {"mediator"},
    "propose_solution": {"mediator"},
    "accept_solution": PARTIES | {"mediator"},
    "decline_solution": PARTIES | {"mediator"},
    "read_mediation": PARTIES | {"mediator"},
}
PATHS = {
    "join_mediation": "/joinings",
    "withdraw_mediation": "/withdrawals",
    "appoint_mediator": "/mediator",
    "recuse_mediator": "/recusals",
    "schedule_talk": "/talks",
    "record_talk_held": "/talks/6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11/held",
    "propose_solution": "/solutions",
    "accept_solution": "/solutions/6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11/acceptances",
    "decline_solution": "/solutions/6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11/declines",
}


def expected(operation: str) -> dict[str, str]:
    may = MAY[operation]
    roles = {role for role, people in ROLES.items() if people & may}
    return {
        person: YES
        if person in may
        else NO
        if person in INSIDE or not any(person in ROLES[role] for role in roles)
        else HIDDEN
        for person in PEOPLE
    }


@pytest.mark.parametrize("operation", MAY)
async def test_who_may(asleep: Jobcenter, operation: str):
    plan, case = await asleep.mediated()
    nonsense = {"plan": str(plan), "nonsense": True}
    found = {}
    for name, person in PEOPLE.items():
        if operation == "read_mediation":
            answered = await asleep.get(case, person)
        else:
            path = case + PATHS[operation] if operation in PATHS else "/mediations"
            answered = await asleep.post(path, nonsense, person)
        found[name] = FITS[answered.status_code]
    assert found == expected(operation)


async def test_who_may_list_the_cases_of_a_plan(jobcenter: Jobcenter):
    plan, case = await jobcenter.mediated()
    await jobcenter.following.settled()
    found = {}
    for name, person in PEOPLE.items():
        answered = await jobcenter.get(f"/mediations?plan={plan}", person)
        items = answered.json().get("items", ())
        found[name] = [f"/mediations/{one['mediation']}" for one in items] or answered.status_code
    insiders = {name: [case] for name in INSIDE}
    nothing_theirs = dict.fromkeys(
        ["another mediator", "client posing as mediator", "office elsewhere"], 200
    )
    strangers = dict.fromkeys(ROLES["client"] - PARTIES | {"counsellor elsewhere"}, 404)
    assert found == insiders | nothing_theirs | strangers | {"auditor": 403}


def test_every_operation_is_in_this_table():
    assert {*MAY, "list_mediations", "list_cases"} == set(ENTITLED)
    assert {*PATHS, "request_mediation", "read_mediation"} == set(MAY)
    assert set.union(*ROLES.values()) == set(PEOPLE)


async def test_a_recused_mediator_has_nothing_more_to_do_with_the_case(asleep: Jobcenter):
    _, case = await asleep.mediated()
    recusal = {"mediator": "mediator-1", "cause": "other"}
    await asleep.post(f"{case}/recusals", recusal, who.MEDIATOR)
    assert (await asleep.get(case, who.MEDIATOR)).status_code == 404


async def test_the_last_mediator_may_read_the_case_after_its_end(asleep: Jobcenter):
    _, case = await asleep.mediated()
    await asleep.post(f"{case}/withdrawals", {}, who.CLIENT)
    assert (await asleep.get(case, who.MEDIATOR)).status_code == 200


async def test_a_foreign_case_answers_like_one_that_there_is_not(asleep: Jobcenter):
    _, case = await asleep.mediated()
    unknown = "/mediations/6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11"
    foreign = (await asleep.get(case, who.OTHER_CLIENT)).json()
    nothing = (await asleep.get(unknown, who.OTHER_CLIENT)).json()
    assert {**foreign, "instance": ""} == {**nothing, "instance": ""}
