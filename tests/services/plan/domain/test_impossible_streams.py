"""A stream that no decision led to is not read on wrongly: it stops the reading."""

from dataclasses import replace

import pytest

from contracts import plan as said
from services.plan.domain import plan
from tests.services.plan.domain.situations import APPLICATIONS, agreed, agreement, missed, opened
from tests.services.plan.domain.story import Story, sealed


def after(story: Story, event: said.Event) -> None:
    plan.evolve(story.state, replace(story.recorded[-1], event=event))


def test_a_plan_begins_by_being_opened():
    event = said.RemarkAdded(text=sealed())
    with pytest.raises(ValueError, match="follows from no decision"):
        plan.evolve(plan.initial, replace(opened().recorded[0], event=event))


@pytest.mark.parametrize(
    ("story", "event"),
    [
        (
            agreed,
            said.AcceptanceWithdrawn(
                party="client", version=1, digest="sha256:" + 64 * "0", cause="withdrawn"
            ),
        ),
        (missed, said.DemandUnmet(agreement=APPLICATIONS, observed_on="2026-06-15")),
        (missed, said.HearingHeld(item=agreement(APPLICATIONS), statement=sealed())),
        (
            agreed,
            said.DifficultyAnswered(
                item=agreement(APPLICATIONS), answer="upheld", reasons=sealed()
            ),
        ),
    ],
    ids=lambda value: getattr(value, "type", ""),
)
def test_an_event_that_cannot_have_followed_stops_the_reading(story, event: said.Event):
    with pytest.raises(ValueError, match="where only"):
        after(story(), event)
