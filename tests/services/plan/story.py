"""Plans as stored events, for tests that need no decider to have decided them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from contracts import examples
from contracts.model import Event
from kernel.event_store import StoredEvent

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIFE = (
    "PlanOpened",
    "ClientVoiceRecorded",
    "GoalSet",
    "AgreementDrafted",
    "RemarkAdded",
    "DraftOffered",
    "PlanAccepted",
    "PlanAgreed",
    "PlanCopyIssued",
    "AgreementFellOverdue",
    "DifficultyReported",
    "DifficultyAnswered",
    "AgreementMissed",
    "ImportantReasonStated",
    "FactDisputed",
    "ReviewFellDue",
    "RevisionStarted",
    "DisagreementRecorded",
    "ConsequencesSuspended",
)


def events_of(types: Iterable[str] = LIFE) -> list[Event]:
    return [examples.NAMED[type] for type in types]


def stored(plan: UUID, events: Sequence[Event], position: int = 1) -> list[StoredEvent]:
    """The events as the stream of one plan, an hour apart, at positions from `position` on."""
    found = []
    for revision, event in enumerate(events):
        time = START + timedelta(hours=revision)
        metadata = examples.METADATA.model_copy(update={"time": time, "plan": plan})
        found.append(
            StoredEvent(
                id=uuid5(plan, str(revision)),
                type=event.type,
                data=event.to_json(),
                metadata=metadata.to_json(),
                stream=f"plan-{plan}",
                revision=revision,
                position=position + revision,
            )
        )
    return found
