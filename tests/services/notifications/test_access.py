"""Every person × every operation: who may, who may not, who must not even know (§ 35 SGB I)."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts import mediation as m
from contracts import plan as p
from services.notifications.access import ENTITLED
from tests.services.notifications import world as known
from tests.services.notifications.test_outbox import OFFERED
from tests.services.notifications.world import CLOCK, Person, World

YES, NO, HIDDEN = "yes", "no", "hidden"
ANSWERS = {200: YES, 201: YES, 409: YES, 403: NO, 404: HIDDEN}

PEOPLE = {
    "client": known.CLIENT,
    "guardian": known.GUARDIAN,
    "former guardian": Person("guardian-0", "client", client="client-1"),
    "guardian without saying for whom": Person("guardian-1", "client", client="guardian-1"),
    "another client": Person("client-2", "client", client="client-2"),
    "counsellor": known.COUNSELLOR,
    "former counsellor": Person("staff-0", "counsellor"),
    "colleague": known.COLLEAGUE,
    "counsellor's name elsewhere": Person("staff-1", "counsellor", "jc-2"),
    "mediator": known.MEDIATOR,
    "another mediator": Person("mediator-2", "mediator", "mediators"),
    "platform": known.PLATFORM,
    "platform elsewhere": Person("platform-2", "system", "jc-2"),
    "auditor": Person("auditor-1", "auditor"),
    "client's name as mediator": Person("client-1", "mediator", "mediators"),
}

READERS = {
    "client-1": {"client", "guardian", "counsellor", "platform"},
    "guardian-1": {"guardian", "guardian without saying for whom", "counsellor", "platform"},
    "staff-1": {"counsellor", "counsellor's name elsewhere", "platform"},
    "mediator-1": {"mediator", "counsellor", "platform"},
}
"""To whom a notification is shown: its recipient, the counsellor and the platform, and what is for
the client to whoever represents them now. What a counsellor was told elsewhere is theirs, too."""

AS_READ = {
    "client-1": {"client", "platform"},
    "guardian-1": {"guardian", "guardian without saying for whom", "platform"},
    "staff-1": {"counsellor", "counsellor's name elsewhere", "platform"},
    "mediator-1": {"mediator", "platform"},
}


@pytest.fixture
async def told(world: World) -> World:
    """Everybody was told something; who was involved once is involved no more."""
    await world.says(
        p.PlanOpened(client="client-1", jobcenter="jc-1", counsellor="staff-0", regime="sgb2-2023")
    )
    await world.says(p.RepresentativeAppointed(person="guardian-0", basis="guardian"))
    await world.says(p.RepresentationEnded(person="guardian-0", basis="guardian"))
    await world.says(p.RepresentativeAppointed(person="guardian-1", basis="guardian"))
    await world.says(p.CounsellorAssigned(counsellor="staff-1", previous="staff-0"), CLOCK)
    await world.says(OFFERED, CLOCK)
    await world.mediating()
    appointed = m.MediatorAppointed(mediator="mediator-1", checked_against=(), plan_revision=1)
    await world.says(appointed, CLOCK)
    await world.settled()
    return world


async def one_for(world: World, recipient: str) -> UUID:
    wanted = {"draft-offered", "draft-offered.staff", "mediation-assigned.staff"}
    rows = await world.notifications()
    [id] = [
        r.notification for r in rows if (r.recipient, r.template in wanted) == (recipient, True)
    ]
    return id


def expected(roles: set[str], may: set[str], aware: frozenset[str] = frozenset()) -> dict[str, str]:
    """Whose role never does this, and who knows of it but may not, is told so."""
    return {
        person: YES if person in may
        else NO if who.role not in roles or person in aware
        else HIDDEN
        for person, who in PEOPLE.items()
    }  # fmt: skip


EVERYBODY = {"client", "counsellor", "mediator", "system"}


@pytest.mark.parametrize("recipient", READERS)
async def test_a_notification_is_read_by_whom_it_concerns(told: World, recipient: str):
    path = f"/notifications/{await one_for(told, recipient)}"
    answers = {
        person: ANSWERS[(await told.get(path, who)).status_code] for person, who in PEOPLE.items()
    }
    assert answers == expected(EVERYBODY, READERS[recipient])


@pytest.mark.parametrize("recipient", AS_READ)
async def test_that_it_was_read_says_who_read_it(told: World, recipient: str):
    path = f"/notifications/{await one_for(told, recipient)}/receipts"
    read = {"kind": "read", "receipt": "r-1"}
    answers = {
        person: ANSWERS[(await told.post(path, read, who)).status_code]
        for person, who in PEOPLE.items()
    }
    assert answers == expected(EVERYBODY, AS_READ[recipient], frozenset(READERS[recipient]))


async def test_that_it_arrived_says_the_platform_alone(told: World):
    path = f"/notifications/{await one_for(told, 'client-1')}/receipts"
    delivered = {"kind": "delivered", "receipt": "r-1"}
    answers = {
        person: ANSWERS[(await told.post(path, delivered, who)).status_code]
        for person, who in PEOPLE.items()
    }
    assert answers == expected({"system"}, {"platform"})


ALL = {"client-1", "guardian-1", "staff-1", "mediator-1"}
LISTS: dict[str, set[str] | str] = {
    "client": {"client-1"},
    "guardian": {"client-1", "guardian-1"},
    "former guardian": HIDDEN,
    "guardian without saying for whom": HIDDEN,
    "another client": HIDDEN,
    "counsellor": ALL,
    "former counsellor": HIDDEN,
    "colleague": HIDDEN,
    "counsellor's name elsewhere": HIDDEN,
    "mediator": {"mediator-1"},
    "another mediator": set(),
    "platform": ALL,
    "platform elsewhere": HIDDEN,
    "auditor": NO,
    "client's name as mediator": set(),
}
OWN: dict[str, set[str] | str] = {
    person: NO if person == "auditor" else {who.sub} & ALL if who.role != "system" else set()
    for person, who in PEOPLE.items()
} | {"client's name as mediator": set()}


@pytest.mark.parametrize(("of_plan", "lists"), [(True, LISTS), (False, OWN)], ids=["plan", "own"])
async def test_a_list_shows_everybody_what_is_theirs(told: World, of_plan: bool, lists: Any):
    wanted = {"plan": str(told.plan)} if of_plan else {}
    shown = {}
    for person, who in PEOPLE.items():
        found = await told.get("/notifications", who, **wanted)
        shown[person] = (
            {row["recipient"] for row in found.json()["items"]}
            if found.status_code == 200
            else ANSWERS[found.status_code]
        )
    assert shown == lists


async def test_somebody_elses_list_is_refused(told: World):
    for who in PEOPLE.values():
        found = await told.get("/notifications", who, recipient="somebody-else")
        assert found.status_code == 403


async def test_preferences_are_set_by_oneself_or_by_the_platform_and_read_by_oneself(told: World):
    path, own = "/recipients/client-1/preferences", {"client", "client's name as mediator"}
    body = {"channels": ["outbox"], "language": "en"}
    for person, who in PEOPLE.items():
        may_set = person in own | {"platform", "platform elsewhere"}
        assert (await told.post(path, body, who)).status_code == (201 if may_set else 403), person
        assert (await told.get(path, who)).status_code == (200 if person in own else 403), person


async def test_what_there_is_not_and_what_one_may_not_know_of_answer_alike(told: World):
    stranger = PEOPLE["another client"]
    unknown = (await told.get(f"/notifications/{uuid4()}", stranger)).json()
    hidden = (await told.get(f"/notifications/{await one_for(told, 'client-1')}", stranger)).json()
    for name in ("type", "title", "status", "detail", "allowed"):
        assert unknown[name] == hidden[name]


async def test_nobody_comes_in_without_a_token(asleep: World):
    for path in ("/notifications", "/recipients/client-1/preferences"):
        assert (await asleep.http.get(path)).status_code == 401


def test_every_operation_of_the_table_is_tested_here():
    assert set(ENTITLED) == {
        "list_notifications",
        "read_notification",
        "record_delivered",
        "record_read",
        "set_preferences",
        "read_preferences",
    }
