"""Reminders: seven days ahead, once, whatever sleeps meanwhile, and never of what is settled."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from contracts import mediation as m
from contracts import plan as p
from services.notifications.who_is_told import REMINDERS
from tests.services.notifications import history as told_of
from tests.services.notifications.history import (
    agreed,
    agreement,
    example,
    mediated,
    plan_agreed,
)
from tests.services.notifications.world import CLIENT, CLOCK, MEDIATOR, World, text

MINE, THEIRS = uuid4(), uuid4()
DUE = date(2026, 4, 30)
REMIND_AT = datetime(2026, 4, 23, 7, tzinfo=UTC)
"""09:00 in Berlin, seven days ahead."""

JUST_BEFORE = REMIND_AT - timedelta(seconds=1)
REMINDER = ("client-1", "agreement-due-soon")


@pytest.fixture
async def promised(world: World) -> World:
    """The client has promised something by the end of April."""
    await world.opened()
    await world.agreed(await world.terms(MINE, DUE))
    await world.settled()
    return world


async def reminders(world: World, state: str) -> list[tuple[str, str]]:
    return [one for one in await world.told(state) if one[1] in REMINDERS]


# what is planned


def test_what_the_client_promised_the_client_side_is_reminded_of_what_others_did_the_counsellor():
    planned = {(n.recipient.capacity, n.template, n.day.day) for n in agreed().planned().values()}
    assert planned == {
        ("client", "agreement-due-soon", date(2026, 4, 30)),
        ("representative", "agreement-due-soon", date(2026, 4, 30)),
        ("counsellor", "agreement-due-soon.staff", date(2026, 3, 31)),
    }


def test_each_agreement_of_a_version_has_a_reminder_of_its_own():
    terms = [agreement(uuid4(), "client", DUE) for _ in range(5)]
    assert len(agreed(*terms, represented=False).planned()) == 5


def test_a_day_that_is_nearer_than_seven_days_was_told_of_just_now():
    near, far = (agreement(uuid4(), "client", date(2026, 3, day)) for day in (9, 11))
    [planned] = agreed(near, far, represented=False).planned().values()
    assert planned.day.day == date(2026, 3, 11)


def test_an_agreement_without_a_day_has_no_reminder():
    assert agreed(agreement(uuid4(), "client", None)).planned() == {}


def test_of_a_mediations_end_both_sides_and_the_mediator_are_reminded():
    history = agreed().says(example("MediationRequested"), "client")
    told = {n.recipient.capacity for n in history.planned().values()}
    assert told == {"client", "representative", "counsellor"}
    history.says(example("MediatorAppointed", mediator="mediator-1"), "system")
    [mediator] = history.planned().values()
    assert (mediator.recipient.id, mediator.day.day) == ("mediator-1", date(2026, 3, 30))


def test_days_ahead_are_those_of_the_regime():
    history = agreed()
    [one] = [n for n in history.planned().values() if n.recipient.capacity == "client"]
    assert one.send_at() == REMIND_AT


# what goes away

GOES_AWAY = {
    "kept": example("AgreementKept"),
    "reported as difficult": example("DifficultyReported"),
    "missed": example("AgreementMissed"),
    "overdue": example("AgreementFellOverdue"),
    "given more time": example("DifficultyAnswered", new_due=date(2026, 5, 29)),
    "demanded": example("CooperationDemanded"),
    "over with its plan": p.PlanClosed(reason="work_found"),
}


@pytest.mark.parametrize("event", GOES_AWAY.values(), ids=GOES_AWAY)
def test_a_reminder_goes_away_when_the_agreement_is(event):
    mine = {n.id for n in agreed().planned().values() if n.subject == told_of.MINE}
    assert mine <= set(agreed().says(event).cancelled())


ENDS = {
    "settled": example("MediationSettled"),
    "withdrawn": example("MediationWithdrawn"),
    "moot": example("MediationBecameMoot"),
    "expired": example("MediationExpired"),
}


@pytest.mark.parametrize("event", ENDS.values(), ids=ENDS)
def test_a_reminder_goes_away_when_the_mediation_is(event):
    gone = {n.template for n in mediated().says(event).cancelled().values()}
    assert gone == {"mediation-expiring", "mediation-expiring.staff"}


def test_a_withdrawal_that_does_not_end_it_takes_no_reminder_away():
    assert mediated().says(example("MediationWithdrawn", ends=False)).cancelled() == {}


def test_a_day_that_moves_is_cancelled_and_planned_anew():
    moved = agreed().says(example("DifficultyAnswered", new_due=date(2026, 5, 29)))
    assert {n.day.day for n in moved.cancelled().values()} == {DUE}
    assert {n.day.day for n in moved.planned().values()} == {date(2026, 5, 29)}


def test_an_answer_that_upholds_brings_the_reminder_back():
    history = agreed().says(example("DifficultyReported"), "client")
    history.says(example("DifficultyAnswered", answer="upheld", new_due=None))
    assert {n.day.day for n in history.planned().values()} == {DUE}


def test_a_new_version_that_goes_on_with_an_agreement_leaves_its_reminder_alone():
    mine = agreement(told_of.MINE, "client", DUE)
    history = agreed(mine).says(p.RevisionStarted(cause="review", from_version=1))
    history.says(plan_agreed(mine, version=2), "client")
    assert history.cancelled() == history.planned() == {}


def test_a_new_version_that_words_it_anew_reminds_anew():
    mine = agreement(told_of.MINE, "client", DUE)
    history = agreed(mine, represented=False)
    history.says(p.RevisionStarted(cause="review", from_version=1))
    history.says(p.AgreementRedrafted(terms=mine))
    history.says(plan_agreed(mine, version=2), "client")
    assert len(history.cancelled()) == len(history.planned()) == 1
    assert not history.cancelled().keys() & history.planned().keys()


def test_a_new_version_that_drops_an_agreement_cancels_its_reminder():
    history = agreed(represented=False).says(p.RevisionStarted(cause="review", from_version=1))
    history.says(p.AgreementDropped(agreement=told_of.MINE))
    theirs = [t for t in example("PlanAgreed").agreements if t.agreement != told_of.MINE]
    history.says(plan_agreed(*theirs[1:], agreement(uuid4(), "client", None), version=2), "client")
    assert told_of.MINE in {n.subject for n in history.cancelled().values()}


def test_a_hand_over_hands_reminders_over_and_back():
    history = agreed(represented=False)
    first = {id for id, one in history.planned().items() if one.recipient.id == "staff-1"}
    history.says(p.CounsellorAssigned(counsellor="staff-2", previous="staff-1"))
    assert set(history.cancelled()) == first
    assert {one.recipient.id for one in history.planned().values()} == {"staff-2"}
    history.says(p.CounsellorAssigned(counsellor="staff-1", previous="staff-2"))
    assert {one.recipient.id for one in history.cancelled().values()} == {"staff-2"}
    assert {one.recipient.id for one in history.planned().values()} == {"staff-1"}
    assert not first & set(history.planned())


def test_who_comes_to_represent_is_reminded_from_then_on_and_no_longer_afterwards():
    history = agreed(represented=False)
    history.says(p.RepresentativeAppointed(person="guardian-1", basis="guardian"))
    [new] = history.planned().values()
    history.says(p.RepresentationEnded(person="guardian-1", basis="guardian"))
    assert set(history.cancelled()) == {new.id}


def test_a_mediator_who_cannot_go_on_is_not_reminded():
    history = mediated().says(example("MediatorRecused", mediator="mediator-1"), "mediator")
    [gone] = history.cancelled().values()
    assert gone.recipient.id == "mediator-1"


# what is sent


async def test_a_reminder_is_sent_seven_days_ahead_at_nine_o_clock_and_not_before(promised: World):
    await promised.until(JUST_BEFORE)
    assert REMINDER in await promised.told("waiting")
    await promised.until(REMIND_AT)
    assert REMINDER in await promised.told("sent")
    mail = await promised.mail("agreement-due-soon")
    assert mail["Subject"] == "Erinnerung: Ihre Absprache bis Donnerstag, 30. April 2026"
    assert "„Drei Bewerbungen“" in text(mail)
    assert "Kopien der Anschreiben" in text(mail)


async def test_a_reminder_is_sent_once_across_restarts(promised: World):
    await promised.following.stop()
    async with promised.restart():
        await promised.until(REMIND_AT)
    async with promised.restart():
        await promised.until(REMIND_AT + timedelta(days=1))
        assert (await reminders(promised, "sent")) == [REMINDER]
        sent = [r for r in await promised.said() if r.envelope.type == "NotificationSent.v1"]
        assert len(sent) == len({r.envelope.stream for r in sent})


async def test_a_reminder_is_sent_once_after_its_rows_were_lost(promised: World):
    await promised.until(REMIND_AT)
    await promised.following.stop()
    before, empty = await promised.store.head(), promised.databases.open("forgotten")
    async with promised.restart(empty):
        await promised.settled()
        assert await promised.store.head() == before
    await empty.close()


async def test_a_reminder_whose_hour_passed_in_sleep_is_sent_on_waking(promised: World):
    await promised.following.stop()
    promised.clock.set(REMIND_AT + timedelta(days=3))
    async with promised.restart():
        await promised.settled()
        assert REMINDER in await promised.told("sent")


async def test_a_reminder_whose_day_itself_has_passed_is_cancelled(promised: World):
    await promised.following.stop()
    promised.clock.set(datetime(2026, 5, 1, 9, tzinfo=UTC))
    async with promised.restart():
        await promised.settled()
        assert REMINDER in await promised.told("cancelled")
        assert "agreement-due-soon" not in {
            r.template for r in await promised.notifications() if r.sent_at
        }


async def test_on_the_day_itself_it_still_helps_to_be_reminded(promised: World):
    await promised.following.stop()
    promised.clock.set(datetime(2026, 4, 30, 21, 59, tzinfo=UTC))
    async with promised.restart():
        await promised.settled()
        assert REMINDER in await promised.told("sent")


async def test_what_was_kept_while_everybody_slept_is_not_reminded_of(promised: World):
    await promised.following.stop()
    await promised.says(p.AgreementKept(agreement=MINE), CLIENT)
    promised.clock.set(REMIND_AT + timedelta(days=1))
    async with promised.restart():
        await promised.settled()
        assert REMINDER in await promised.told("cancelled")
        assert await reminders(promised, "sent") == []


async def test_a_kept_agreement_cancels_the_reminder_at_once_and_says_why(promised: World):
    await promised.says(p.AgreementKept(agreement=MINE), CLIENT)
    await promised.settled()
    [row] = [r for r in await promised.notifications() if r.template == "agreement-due-soon"]
    assert (row.state, row.reason) == ("cancelled", "its cause went away: AgreementKept.v1")
    await promised.until(REMIND_AT + timedelta(days=10))
    assert await reminders(promised, "sent") == []


async def test_a_moved_day_is_reminded_of_on_its_new_day_alone(promised: World):
    answered = p.DifficultyAnswered(
        item=p.Item(kind="agreement", id=MINE),
        answer="extended",
        reasons=await promised.sealed("Gern."),
        new_due=date(2026, 5, 29),
    )
    await promised.says(answered)
    await promised.until(datetime(2026, 5, 22, 6, 59, tzinfo=UTC))
    assert await reminders(promised, "sent") == []
    await promised.until(datetime(2026, 5, 22, 7, tzinfo=UTC))
    assert await reminders(promised, "sent") == [REMINDER]
    row = [r for r in await promised.notifications() if r.state == "sent"][-1]
    mail = promised.mails()[str(row.notification)]
    assert "Freitag, 29. Mai 2026" in mail["Subject"]
    assert "„Drei Bewerbungen“" in text(mail)


async def test_of_a_mediations_end_is_reminded_seven_days_ahead(world: World):
    await world.opened()
    await world.mediating()
    appointed = m.MediatorAppointed(mediator="mediator-1", checked_against=(), plan_revision=1)
    await world.says(appointed, CLOCK)
    await world.until(datetime(2026, 3, 23, 8, tzinfo=UTC))
    assert await reminders(world, "sent") == [
        ("client-1", "mediation-expiring"),
        ("mediator-1", "mediation-expiring.staff"),
        ("staff-1", "mediation-expiring.staff"),
    ]
    mail = await world.mail("mediation-expiring")
    assert mail["Subject"] == "Ihre Schlichtung endet am Montag, 30. März 2026"


async def test_of_a_settled_mediations_end_nobody_is_reminded(world: World):
    await world.opened()
    await world.mediating()
    await world.settled()
    await world.says(example("MediationSettled", plan=world.plan), MEDIATOR)
    await world.until(datetime(2026, 3, 24, 8, tzinfo=UTC))
    assert await reminders(world, "sent") == []
    assert await reminders(world, "cancelled") == [
        ("client-1", "mediation-expiring"),
        ("staff-1", "mediation-expiring.staff"),
    ]


async def test_a_counsellor_who_takes_over_during_a_mediation_is_reminded_of_its_end(world: World):
    await world.opened()
    await world.mediating()
    await world.says(p.CounsellorAssigned(counsellor="staff-2", previous="staff-1"))
    await world.until(datetime(2026, 3, 23, 8, tzinfo=UTC))
    assert await reminders(world, "sent") == [
        ("client-1", "mediation-expiring"),
        ("staff-2", "mediation-expiring.staff"),
    ]


async def test_nobody_who_has_died_is_written_to(promised: World):
    await promised.wishes(CLIENT, quiet_hours={"start": "09:00", "end": "20:00"})
    await promised.says(example("HearingOffered", item=p.Item(kind="agreement", id=MINE)))
    await promised.settled()
    await promised.says(p.PlanClosed(reason="died"))
    await promised.until(REMIND_AT + timedelta(days=10))
    [row] = [r for r in await promised.notifications() if r.template == "hearing-offered"]
    assert (row.state, row.reason) == ("cancelled", "the recipient has died")
    assert REMINDER in await promised.told("cancelled")
