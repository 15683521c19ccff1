"""What the HTTP edge and Kafka rely on."""

from typing import get_args
from uuid import UUID

import pytest
from pydantic import ValidationError

from contracts.catalogue import PLAN as EVENTS
from contracts.plan import PlanClosed, PlanOpened
from services.plan.domain import commands as c
from services.plan.domain import errors, plan
from tests.services.plan.domain.story import id_of, sealed

COMMANDS = get_args(c.PlanCommand)
BY_THE_EDGE = {
    "agreement": str(id_of("a")),
    "appointment": str(id_of("b")),
    "item": {"kind": "agreement", "id": str(id_of("a"))},
    "version": 1,
    "person": "guardian-8",
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_command_has_a_decision_and_a_description(command):
    assert command is c.OpenPlan or command in plan.DECISIONS
    assert command.__doc__
    assert all(field.description for field in command.model_fields.values())


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.__name__)
def test_every_event_changes_the_plan(event):
    assert event in (PlanOpened, PlanClosed) or event in plan.CHANGES


@pytest.mark.parametrize(
    "command",
    [one for one in COMMANDS if "automatic" not in one.__module__],
    ids=lambda command: command.__name__,
)
def test_the_example_of_a_body_is_valid_once_the_edge_has_added_what_it_knows(command):
    mine = {name: BY_THE_EDGE[name] for name in c.set_by_edge(command)}
    sent = c.example(command)
    read = command.model_validate({**sent, **mine}, context={"seal": sealed})
    assert set(sent).isdisjoint(mine)
    assert set(sent) | set(mine) == set(command.model_fields)
    assert command.model_validate_json(read.to_json()) == read


def test_the_edge_knows_which_fields_a_person_does_not_send():
    assert c.set_by_edge(c.DraftAgreement) == {"agreement": "command"}
    assert c.set_by_edge(c.RedraftAgreement) == {"agreement": "path"}
    assert c.set_by_edge(c.SetGoal) == {}


def test_a_personal_text_is_sealed_by_the_time_it_is_a_command():
    with pytest.raises(ValidationError, match="unsealed"):
        c.AddRemark(text="in plain")


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError, match="role"):
        c.ClosePlan.model_validate({"reason": "other", "role": "system"})


@pytest.mark.parametrize("name", errors.__all__)
def test_every_refusal_has_titles_of_its_own(name: str):
    refusal = getattr(errors, name)
    others = [getattr(errors, other) for other in errors.__all__ if other != name]
    for title in ("title_en", "title_de"):
        assert getattr(refusal, title) not in [getattr(other, title) for other in others]
        assert getattr(refusal, title) != getattr(refusal.__base__, title)


def test_ids_are_ids():
    with pytest.raises(ValidationError):
        c.DropAgreement(agreement="not-an-id")
    assert c.DropAgreement(agreement=str(id_of("a"))).agreement == UUID(str(id_of("a")))
