"""What is read in a plan's own stream: everyone involved, what is in dispute, what is settled."""

from uuid import UUID, uuid5

import pytest

from contracts import catalogue
from contracts import plan as p
from contracts.envelope import Actor, Envelope, Recorded
from contracts.examples import EXAMPLES, METADATA, PLAN, SEALED
from contracts.model import Event
from services.mediation.plan_history import PlanHistory, evolve

COUNSELLOR = Actor(sub="staff-17", role="counsellor")
OPENED = p.PlanOpened(client="c", jobcenter="jc", counsellor="staff-17", regime="sgb2-2023")


def history(*events: Event | tuple[Event, Actor]) -> PlanHistory:
    state = None
    for revision, one in enumerate(events):
        event, actor = one if isinstance(one, tuple) else (one, COUNSELLOR)
        metadata = METADATA.model_copy(update={"actor": actor})
        id = uuid5(UUID(int=0), str(revision))
        envelope = Envelope(id, event.type, f"plan-{PLAN}", revision, revision + 1, metadata)
        state = evolve(state, Recorded(envelope, event))
    assert state is not None
    return state


def test_every_counsellor_who_ever_advised_is_known():
    found = history(
        OPENED,
        p.CounsellorAssigned(counsellor="staff-2", previous="staff-17"),
        p.CounsellorAssigned(counsellor="staff-3", previous="staff-2"),
    )
    assert found.persons == {"c", "staff-17", "staff-2", "staff-3"}
    assert found.counsellor == "staff-3"


@pytest.mark.parametrize(
    ("event", "person"),
    [
        (p.RepresentativeAppointed(person="guardian", basis="guardian"), "guardian"),
        (
            p.ImportantReasonAssessed(
                item=p.Item(kind="agreement", id=PLAN),
                accepted=True,
                reasons=SEALED,
                assessor="assessor",
            ),
            "assessor",
        ),
        (p.HearingWaived(item=p.Item(kind="agreement", id=PLAN), by="waiver"), "waiver"),
    ],
)
def test_whoever_is_named_is_involved(event: Event, person: str):
    assert person in history(OPENED, event).persons


def test_whoever_acts_is_involved_the_system_is_nobody():
    stand_in = Actor(sub="staff-99", role="counsellor")
    behalf = Actor(sub="guardian", role="client", on_behalf_of="c")
    clock = Actor(sub="plan", role="system")
    voice = p.ClientVoiceRecorded(kind="wish", text=SEALED)
    found = history(OPENED, (voice, stand_in), (voice, behalf), (voice, clock))
    assert found.persons == {"c", "staff-17", "staff-99", "guardian"}


def test_nobody_is_ever_forgotten():
    found = history(
        OPENED,
        p.RepresentativeAppointed(person="guardian", basis="guardian"),
        p.RepresentationEnded(person="guardian", basis="guardian"),
    )
    assert "guardian" in found.persons
    assert found.representatives == frozenset()


def test_an_agreement_overtakes_a_disagreement():
    disagreed = p.DisagreementRecorded(party="client", about="making", text=SEALED)
    agreed = EXAMPLES["PlanAgreed.v1"]
    assert history(OPENED).disagreement is None
    in_dispute = history(OPENED, disagreed).disagreement
    assert in_dispute is not None
    assert in_dispute.about == "making"
    assert history(OPENED, disagreed, agreed).disagreement is None
    assert history(OPENED, agreed, disagreed).disagreement is not None


def test_what_leaves_nothing_to_mediate_is_found_by_its_place_in_the_plan():
    agreed, closed = EXAMPLES["PlanAgreed.v1"], p.PlanClosed(reason="other")
    found = history(OPENED, agreed, closed)
    assert found.closed
    assert [found.moot_after(n) for n in (0, 1, 2)] == [*found.settled, None]
    assert [one.cause for one in found.settled] == ["plan_agreed", "plan_closed"]


@pytest.mark.parametrize("name", catalogue.PLAN)
def test_whatever_a_plan_says_its_client_stays_the_same(name: str):
    assert history(OPENED, EXAMPLES[name]).client == "c"
