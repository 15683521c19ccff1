"""What an older version said, in the words of today."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contracts.catalogue import EVENTS
from contracts.examples import METADATA, SEALED
from contracts.past import AppointmentMissedV1
from contracts.plan import AppointmentMissed
from contracts.upcasting import UPCASTERS, steps_from
from kernel.codec import Codec
from kernel.event_store import StoredEvent


@given(st.uuids(), st.dates())
def test_an_appointment_that_was_missed_was_missed_by_the_client(appointment: UUID, day: date):
    old = AppointmentMissedV1(appointment=appointment, observed_on=day, facts=SEALED)
    stored = StoredEvent(appointment, old.type, old.to_json(), METADATA.to_json(), "plan-1", 0, 1)
    assert Codec(EVENTS).event(stored) == AppointmentMissed(
        appointment=appointment, party="client", observed_on=day, facts=SEALED
    )


def test_every_way_leads_to_what_is_said_today():
    for upcaster in UPCASTERS:
        assert steps_from(upcaster.old, UPCASTERS)[-1].new in EVENTS.values()


def test_there_is_one_way_from_each_version():
    assert len({upcaster.old for upcaster in UPCASTERS}) == len(UPCASTERS)
