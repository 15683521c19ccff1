"""Who may read what: every person by every operation, as one table."""

from contracts import plan as p
from services.audit.access import ENTITLED, WITHOUT_PLAN
from tests.services.audit.world import (
    AUDITOR,
    AUDITOR_ELSEWHERE,
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    FORMER,
    GUARDIAN,
    MEDIATOR,
    OTHER_CLIENT,
    PLATFORM,
    Person,
    World,
)

FORMER_GUARDIAN = Person("guardian-0", "client", client="client-1")
COUNSELLOR_ELSEWHERE = Person("staff-1", "counsellor", "jc-koeln")
PEOPLE = {
    "client": CLIENT,
    "guardian": GUARDIAN,
    "former guardian": FORMER_GUARDIAN,
    "other client": OTHER_CLIENT,
    "counsellor": COUNSELLOR,
    "former counsellor": FORMER,
    "colleague": COLLEAGUE,
    "namesake elsewhere": COUNSELLOR_ELSEWHERE,
    "auditor": AUDITOR,
    "auditor elsewhere": AUDITOR_ELSEWHERE,
    "mediator": MEDIATOR,
    "platform": PLATFORM,
}
OPERATIONS = {
    "read_trail": "/audit/plans/{plan}/trail",
    "read_as_of": "/audit/plans/{plan}/as-of",
    "compare_versions": "/audit/plans/{plan}/versions/0/differences/1",
    "compare_moments": "/audit/plans/{plan}/differences?from=1",
    "list_agreements of a plan": "/audit/agreements?plan={plan}",
    "list_accesses of a plan": "/audit/access-records?plan={plan}",
    "list_agreements": "/audit/agreements",
    "list_events": "/audit/events",
    "read_tree": "/audit/commands/{plan}/tree",
    "read_statistics": "/audit/statistics",
    "list_accesses": "/audit/access-records",
}
EXPORTS = {"export_events", "read_export"}
"""Files: `test_exports` asks for them."""

_ONE_PLAN = {
    "client": 200,
    "guardian": 200,
    "former guardian": 404,
    "other client": 404,
    "counsellor": 200,
    "former counsellor": 404,
    "colleague": 404,
    "namesake elsewhere": 404,
    "auditor": 200,
    "auditor elsewhere": 404,
    "mediator": 403,
    "platform": 403,
}
_NO_COUNSELLORS = dict.fromkeys(
    ("counsellor", "former counsellor", "colleague", "namesake elsewhere"), 403
)
_ACROSS = {
    "client": 200,
    "guardian": 403,
    "former guardian": 403,
    "other client": 200,
    **_NO_COUNSELLORS,
    "auditor": 200,
    "auditor elsewhere": 200,
    "mediator": 403,
    "platform": 403,
}
_AUDITORS_ONLY = dict.fromkeys(PEOPLE, 403) | {"auditor": 200, "auditor elsewhere": 200}
EXPECTED = {
    "read_trail": _ONE_PLAN,
    "read_as_of": _ONE_PLAN,
    "compare_versions": _ONE_PLAN,
    "compare_moments": _ONE_PLAN,
    "list_agreements of a plan": _ONE_PLAN,
    "list_accesses of a plan": _ONE_PLAN | _NO_COUNSELLORS,
    "list_agreements": _ACROSS,
    "list_events": _AUDITORS_ONLY,
    "read_statistics": _AUDITORS_ONLY,
    "read_tree": _AUDITORS_ONLY | {"auditor elsewhere": 404},
    "list_accesses": _ACROSS,
}


async def test_everybody_may_read_what_the_table_says_and_nothing_else(world: World) -> None:
    plan = await world.opened(counsellor="staff-0")
    await world.says(plan, p.CounsellorAssigned(counsellor="staff-1", previous="staff-0"))
    for person in ("guardian-0", "guardian-1"):
        await world.says(plan, p.RepresentativeAppointed(person=person, basis="guardian"))
    await world.says(plan, p.RepresentationEnded(person="guardian-0", basis="guardian"))
    await world.agrees(plan, 1, [])

    answered = {
        operation: {
            name: (await world.get(path.format(plan=plan), person)).status_code
            for name, person in PEOPLE.items()
        }
        for operation, path in OPERATIONS.items()
    }

    assert answered == EXPECTED


def test_the_table_above_knows_every_operation() -> None:
    known = {name.partition(" ")[0] for name in OPERATIONS} | EXPORTS
    assert known == set(ENTITLED)
    assert {name for name in known if name in WITHOUT_PLAN} == set(WITHOUT_PLAN)


async def test_a_foreign_plan_answers_like_an_unknown_one(world: World) -> None:
    plan = await world.opened()
    unknown = "00000000-0000-5000-8000-000000000000"

    foreign = (await world.get(f"/audit/plans/{plan}/trail", OTHER_CLIENT)).json()
    missing = (await world.get(f"/audit/plans/{unknown}/trail", OTHER_CLIENT)).json()

    foreign.pop("instance"), missing.pop("instance")
    assert foreign == missing


async def test_an_auditor_has_to_say_why(world: World) -> None:
    plan = await world.opened()
    await world.agrees(plan, 1, [])
    for template in OPERATIONS.values():
        path = template.format(plan=plan)

        silent = await world.get(path, AUDITOR, X_Purpose="")
        mumbling = await world.get(path, AUDITOR, X_Purpose="x")
        join = "&" if "?" in path else "?"
        in_the_query = await world.get(f"{path}{join}purpose=complaint", AUDITOR, X_Purpose="")

        assert (silent.status_code, mumbling.status_code) == (400, 400)
        assert silent.json()["type"].endswith("purpose-missing")
        assert in_the_query.status_code == 200
