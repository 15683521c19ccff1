"""The binding step, and what came of it."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from services.plan.domain import commands as c
from services.plan.domain import errors
from tests.services.plan.domain.situations import (
    APPLICATIONS,
    agreement,
    demand,
    demand_failed,
    demanded,
    hearing,
    missed,
    overdue,
    rejected,
    request,
    stood_up_without_reason,
    unmet,
)
from tests.services.plan.domain.story import CLIENT, SYSTEM

MET = c.RecordDemandMet(agreement=APPLICATIONS, observed_on="2026-05-19")


def test_cooperation_is_demanded_with_the_written_notice():
    command = demand()
    rejected().when(command).follows(said.CooperationDemanded(**command.model_dump()))


def test_a_demand_comes_after_the_reason_was_assessed():
    missed().when(demand()).refused(errors.StepOutOfOrder)
    missed().given(request(agreement(APPLICATIONS))).when(demand()).refused(errors.StepOutOfOrder)
    overdue().when(demand()).refused(errors.NothingMissed)


def test_a_demand_is_made_once():
    demanded().when(demand()).refused(errors.StepOutOfOrder)


def test_a_missed_appointment_is_no_matter_of_a_demand():
    stood_up_without_reason().when(demand()).refused(errors.NothingMissed)


def test_a_demand_was_delivered_before_it_is_recorded():
    command = demand(delivered="2026-05-20")
    rejected().when(command).refused(errors.InTheFuture, field="delivered.at")


def test_a_demand_leaves_time_to_meet_it():
    rejected().when(demand(date(2026, 5, 19))).refused(errors.InThePast, field="until")


def test_a_met_demand_ends_the_matter():
    story = demanded()
    story.when(MET).follows(said.DemandMet(agreement=APPLICATIONS, observed_on=date(2026, 5, 19)))
    story.on("2026-06-15").when(unmet()).refused(errors.StepOutOfOrder)
    story.when(hearing(agreement(APPLICATIONS))).refused(errors.StepOutOfOrder)


def test_a_met_demand_is_observed_by_today():
    command = MET.model_copy(update={"observed_on": date(2026, 5, 20)})
    demanded().when(command).refused(errors.InTheFuture)


def test_a_demand_is_unmet_only_after_its_last_day():
    story = demanded().on("2026-06-15")
    story.when(unmet(date(2026, 6, 12))).refused(errors.DemandTimeRunning, until=date(2026, 6, 12))
    story.when(unmet(date(2026, 6, 16))).refused(errors.InTheFuture)
    story.when(unmet(date(2026, 6, 13))).follows(
        said.DemandUnmet(agreement=APPLICATIONS, observed_on=date(2026, 6, 13))
    )


def test_what_came_of_a_demand_is_recorded_once():
    demand_failed().when(unmet()).refused(errors.StepOutOfOrder)
    demand_failed().when(MET).refused(errors.StepOutOfOrder)
    rejected().when(MET).refused(errors.StepOutOfOrder)


@pytest.mark.parametrize("by", [CLIENT, SYSTEM])
def test_only_a_person_of_the_jobcenter_demands_and_confirms(by: Actor):
    kind = errors.CannotSpeakFor if by is CLIENT else errors.NotAParty
    rejected().when(demand(), by=by).refused(kind)
    demanded().when(MET, by=by).refused(kind)
    demanded().on("2026-06-15").when(unmet(), by=by).refused(kind)
