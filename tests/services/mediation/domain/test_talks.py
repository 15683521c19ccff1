"""Talks lie within the mediation and are recorded by its mediator."""

from datetime import timedelta

import pytest

from contracts.mediation import TalkHeld, TalkScheduled
from services.mediation.domain import errors
from services.mediation.domain.commands import RecordTalkHeld, ScheduleTalk
from tests.services.mediation.domain.scenario import (
    COUNSELLOR,
    ENDS_AT,
    LAST_MOMENT,
    LATER,
    MEDIATOR,
    STRANGER,
    TALK,
    appointed,
    expired,
    given,
    held,
    requested,
    scheduled,
)

TOMORROW = LATER + timedelta(days=1)
SCHEDULE = ScheduleTalk(talk=TALK, at=TOMORROW, mode="video")
RECORD = RecordTalkHeld(talk=TALK, present=("client-1", "staff-1"))
MEDIATED = given(requested(), appointed())
WITH_TALK = given(requested(), appointed(), scheduled(TOMORROW))


def test_the_mediator_schedules_a_talk():
    MEDIATED.when(SCHEDULE, by=MEDIATOR).then(TalkScheduled(talk=TALK, at=TOMORROW, mode="video"))


@pytest.mark.parametrize("at", [LATER - timedelta(seconds=1), ENDS_AT])
def test_a_talk_lies_ahead_and_before_the_end(at):
    command = ScheduleTalk(talk=TALK, at=at, mode="video")
    MEDIATED.when(command, by=MEDIATOR).then_refused(errors.TalkOutsideTheMediation)


@pytest.mark.parametrize("at", [LATER, LAST_MOMENT])
def test_a_talk_may_begin_at_once_or_at_the_last_moment(at):
    command = ScheduleTalk(talk=TALK, at=at, mode="phone")
    MEDIATED.when(command, by=MEDIATOR).then(TalkScheduled(talk=TALK, at=at, mode="phone"))


@pytest.mark.parametrize("person", [STRANGER, COUNSELLOR])
def test_only_the_appointed_mediator_schedules_and_records(person):
    MEDIATED.when(SCHEDULE, by=person).then_refused(errors.NotTheMediator)
    WITH_TALK.when(RECORD, by=person, at=TOMORROW).then_refused(errors.NotTheMediator)


def test_who_came_is_recorded_once_the_talk_has_begun():
    WITH_TALK.when(RECORD, by=MEDIATOR, at=LATER).then_refused(errors.TalkYetToCome)
    WITH_TALK.when(RECORD, by=MEDIATOR, at=TOMORROW).then(
        TalkHeld(talk=TALK, present=("client-1", "staff-1"))
    )


def test_a_talk_is_recorded_once():
    given(requested(), appointed(), scheduled(LATER), held()).when(
        RECORD, by=MEDIATOR, at=TOMORROW
    ).then_refused(errors.TalkAlreadyRecorded)


def test_an_unknown_talk_cannot_have_been_held():
    MEDIATED.when(RECORD, by=MEDIATOR).then_refused(errors.TalkUnknown)


@pytest.mark.parametrize("command", [SCHEDULE, RECORD])
def test_after_the_end_there_are_no_talks(command):
    WITH_TALK.when(command, by=MEDIATOR, at=ENDS_AT).then_refused(errors.MediationOver)
    given(requested(), appointed(), scheduled(LATER), expired()).when(
        command, by=MEDIATOR
    ).then_refused(errors.MediationOver)


@pytest.mark.parametrize("command", [SCHEDULE, RECORD])
def test_without_a_mediation_there_are_no_talks(command):
    given().when(command, by=MEDIATOR).then_refused(errors.MediationUnknown)
