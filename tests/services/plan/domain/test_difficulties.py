"""Early honesty, and its answer."""

from datetime import date

import pytest

from contracts import plan as said
from contracts.envelope import Actor
from contracts.plan import Item
from services.plan.domain import commands as c
from services.plan.domain import errors
from services.plan.domain.state import Awaited, Overdue, Promised
from tests.services.plan.domain.situations import (
    ADVICE,
    APPLICATIONS,
    COURSE,
    DUE,
    TALK,
    agreed,
    agreement,
    appointment,
    drafted,
    invited,
    miss,
    missed,
    not_there,
    overdue,
    stood_up,
)
from tests.services.plan.domain.story import CLIENT, COUNSELLOR, SYSTEM, id_of, sealed

MINE = agreement(APPLICATIONS)


def report(item: Item) -> c.ReportDifficulty:
    return c.ReportDifficulty(item=item, text=sealed("a child is ill"))


def answer(item: Item, kind: str, new_due: date | None = None) -> c.AnswerDifficulty:
    return c.AnswerDifficulty(item=item, answer=kind, reasons=sealed("why"), new_due=new_due)


@pytest.mark.parametrize(
    ("id", "by"),
    [(APPLICATIONS, CLIENT), (APPLICATIONS, COUNSELLOR), (COURSE, COUNSELLOR), (ADVICE, CLIENT)],
)
def test_whoever_promised_says_early_that_it_is_difficult(id, by: Actor):
    agreed().when(report(agreement(id)), by=by).follows(
        said.DifficultyReported(item=agreement(id), text=sealed("a child is ill"))
    )


def test_the_client_does_not_report_for_the_jobcenter():
    agreed().when(report(agreement(COURSE)), by=CLIENT).refused(errors.CannotSpeakFor)


def test_the_system_reports_nothing():
    agreed().when(report(MINE), by=SYSTEM).refused(errors.NotAParty)


def test_a_miss_is_never_recorded_while_a_difficulty_is_unanswered():
    story = agreed().given(report(MINE), by=CLIENT).on("2026-05-04")
    story.when(miss()).refused(errors.DifficultyUnanswered, item=APPLICATIONS)
    story.given(answer(MINE, "upheld")).when(miss()).follow(said.AgreementMissed)


def test_an_appointment_is_not_missed_while_a_difficulty_is_unanswered():
    item = appointment(TALK)
    story = invited().given(report(item), by=CLIENT).on("2026-03-20")
    story.when(not_there()).refused(errors.DifficultyUnanswered)
    story.given(answer(item, "upheld")).when(not_there()).follow(said.AppointmentMissed)


def test_moving_an_appointment_does_not_answer_the_difficulty():
    item = appointment(TALK)
    story = invited().given(report(item), by=CLIENT)
    move = c.MoveAppointment(appointment=TALK, at="2026-03-19T09:00Z", mode="video")
    story.given(move).on("2026-03-20").when(not_there()).refused(errors.DifficultyUnanswered)


def test_a_difficulty_is_reported_once_until_it_is_answered():
    story = agreed().given(report(MINE), by=CLIENT)
    story.when(report(MINE), by=CLIENT).refused(errors.DifficultyUnanswered)
    story.given(answer(MINE, "upheld"))
    story.when(report(MINE), by=CLIENT).follow(said.DifficultyReported)
    story = invited().given(report(appointment(TALK)), by=CLIENT)
    story.when(report(appointment(TALK)), by=CLIENT).refused(errors.DifficultyUnanswered)


def test_what_is_settled_is_no_longer_difficult():
    missed().when(report(MINE), by=CLIENT).refused(errors.AlreadyMissed)
    kept = agreed().given(c.RecordAgreementKept(agreement=APPLICATIONS))
    kept.when(report(MINE), by=CLIENT).refused(errors.AlreadyKept)
    stood_up().when(report(appointment(TALK)), by=CLIENT).refused(errors.AlreadyMissed)


def test_only_what_is_in_force_can_be_difficult():
    drafted().when(report(MINE), by=CLIENT).refused(errors.AgreementNotInForce)
    unknown = appointment(id_of("none"))
    drafted().when(report(unknown), by=CLIENT).refused(errors.AppointmentUnknown)


def test_an_extension_moves_the_due_date_that_counts():
    story = agreed().given(report(MINE), by=CLIENT)
    later = date(2026, 5, 15)
    story.when(answer(MINE, "extended", later)).follows(
        said.DifficultyAnswered(item=MINE, answer="extended", reasons=sealed("why"), new_due=later)
    )
    story.on("2026-05-16")
    old = c.MarkAgreementOverdue(agreement=APPLICATIONS, due=DUE)
    story.when(old, by=SYSTEM).nothing_follows()
    story.when(miss(on=later)).refused(errors.DueDateNotPassed, due=later)
    new = c.MarkAgreementOverdue(agreement=APPLICATIONS, due=later)
    story.when(new, by=SYSTEM).follow(said.AgreementFellOverdue)


def test_an_overdue_promise_that_is_extended_is_no_longer_overdue():
    story = overdue().given(report(MINE), by=CLIENT)
    story.given(answer(MINE, "extended", date(2026, 5, 15)))
    assert isinstance(story.state.promises[APPLICATIONS], Promised)


def test_an_overdue_promise_that_is_upheld_stays_overdue():
    story = overdue().given(report(MINE), by=CLIENT).given(answer(MINE, "upheld"))
    assert isinstance(story.state.promises[APPLICATIONS], Overdue)


def test_a_promise_that_is_upheld_in_time_is_not_overdue():
    story = agreed().given(report(MINE), by=CLIENT).given(answer(MINE, "upheld"))
    assert story.state.promises[APPLICATIONS] == Promised(
        story.state.agreed.content.agreements[APPLICATIONS], DUE
    )


def test_a_due_date_passes_also_over_an_unanswered_difficulty():
    story = agreed().given(report(MINE), by=CLIENT).on("2026-05-04")
    command = c.MarkAgreementOverdue(agreement=APPLICATIONS, due=DUE)
    story.when(command, by=SYSTEM).follow(said.AgreementFellOverdue)
    story.when(command, by=SYSTEM).nothing_follows()
    story.given(answer(MINE, "upheld"))
    assert isinstance(story.state.promises[APPLICATIONS], Overdue)


def test_a_promise_that_is_adjusted_may_get_another_day():
    story = agreed().given(report(MINE), by=CLIENT)
    story.given(answer(MINE, "adjusted", date(2026, 4, 1)))
    assert story.state.promises[APPLICATIONS].due == date(2026, 4, 1)


@pytest.mark.parametrize("new_due", [None, DUE, date(2026, 4, 1)])
def test_an_extension_needs_a_later_day(new_due: date | None):
    story = agreed().given(report(MINE), by=CLIENT)
    story.when(answer(MINE, "extended", new_due)).refused(errors.NewDueNeeded, due=DUE)


def test_a_promise_without_a_due_date_is_extended_to_a_day_ahead():
    story = agreed().given(report(agreement(ADVICE)), by=CLIENT)
    today = answer(agreement(ADVICE), "extended", date(2026, 3, 2))
    story.when(today).refused(errors.NewDueNeeded)
    story.when(answer(agreement(ADVICE), "extended", date(2026, 3, 3))).follow(
        said.DifficultyAnswered
    )


def test_a_new_day_lies_ahead():
    story = overdue().given(report(MINE), by=CLIENT)
    command = answer(MINE, "extended", date(2026, 5, 2))
    story.when(command).refused(errors.InThePast, field="new_due")


def test_what_is_upheld_keeps_its_day():
    story = agreed().given(report(MINE), by=CLIENT)
    command = answer(MINE, "upheld", date(2026, 5, 15))
    story.when(command).refused(errors.NewDueNotPossible)


@pytest.mark.parametrize(("kind", "new_due"), [("extended", None), ("adjusted", DUE)])
def test_an_appointment_is_moved_instead_of_extended(kind: str, new_due: date | None):
    item = appointment(TALK)
    story = invited().given(report(item), by=CLIENT)
    story.when(answer(item, kind, new_due)).refused(errors.NewDueNotPossible, answer=kind)
    story.given(answer(item, "adjusted"))
    assert isinstance(story.state.appointments[TALK], Awaited)


@pytest.mark.parametrize(("id", "by"), [(APPLICATIONS, CLIENT), (COURSE, COUNSELLOR)])
def test_the_other_side_answers(id, by: Actor):
    item = agreement(id)
    story = agreed().given(report(item))
    story.when(answer(item, "upheld"), by=by).refused(errors.ConfirmedByOtherSide)
    other = COUNSELLOR if by is CLIENT else CLIENT
    story.when(answer(item, "upheld"), by=other).follow(said.DifficultyAnswered)


def test_the_client_does_not_answer_about_an_appointment():
    item = appointment(TALK)
    story = invited().given(report(item), by=CLIENT)
    story.when(answer(item, "upheld"), by=CLIENT).refused(errors.ConfirmedByOtherSide)


def test_there_is_nothing_to_answer_without_a_report():
    agreed().when(answer(MINE, "upheld")).refused(errors.NoDifficultyReported)
    invited().when(answer(appointment(TALK), "upheld")).refused(errors.NoDifficultyReported)


def test_a_difficult_promise_can_still_be_kept():
    story = agreed().given(report(MINE), by=CLIENT)
    story.when(c.RecordAgreementKept(agreement=APPLICATIONS)).follow(said.AgreementKept)
