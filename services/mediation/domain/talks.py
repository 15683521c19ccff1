"""The mediator brings both sides to one table."""

from collections.abc import Sequence

from contracts.envelope import Metadata
from contracts.mediation import TalkHeld, TalkScheduled
from contracts.model import Event
from services.mediation.domain import errors
from services.mediation.domain.commands import RecordTalkHeld, ScheduleTalk
from services.mediation.domain.guards import by_the_mediator
from services.mediation.domain.states import State


def schedule(command: ScheduleTalk, state: State, metadata: Metadata) -> Sequence[Event]:
    open_case = by_the_mediator(state, metadata)
    if not metadata.time <= command.at < open_case.case.ends_at:
        raise errors.TalkOutsideTheMediation(command.at, open_case.case.ends_at)
    return [TalkScheduled(talk=command.talk, at=command.at, mode=command.mode)]


def record(command: RecordTalkHeld, state: State, metadata: Metadata) -> Sequence[Event]:
    open_case = by_the_mediator(state, metadata)
    talk = open_case.talks.get(command.talk)
    if talk is None:
        raise errors.TalkUnknown(command.talk)
    if talk.held:
        raise errors.TalkAlreadyRecorded(command.talk)
    if metadata.time < talk.at:
        raise errors.TalkYetToCome(talk.at)
    return [TalkHeld(talk=command.talk, present=command.present)]
