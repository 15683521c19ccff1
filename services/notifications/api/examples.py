"""What the description shows: one case throughout."""

from datetime import UTC, datetime
from uuid import UUID

from contracts.examples import FACT, PLAN
from services.notifications.read_models.sent import NotificationRow

NOTIFICATION = UUID("7d0c7c51-3a44-5a5f-9c55-0b8f4d1f9a10")

ROW = NotificationRow(
    notification=NOTIFICATION,
    plan=PLAN,
    client="client-4711",
    recipient="client-4711",
    capacity="client",
    template="plan-agreed",
    template_version=1,
    language="de-simple",
    channel="outbox",
    cause=FACT,
    state="sent",
    send_at=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
    sent_at=datetime(2026, 3, 2, 9, 15, 1, tzinfo=UTC),
)

PREFERENCES = {
    "channels": ["email", "outbox"],
    "language": "de-simple",
    "quiet_hours": {"start": "20:00:00", "end": "08:00:00"},
    "email": "anna.beispiel@post.example",
}
RECEIPT = {"kind": "read", "receipt": "portal-2026-03-02-0816"}


def row_example() -> dict[str, object]:
    return ROW.model_dump(mode="json", exclude_none=True)


def list_example() -> dict[str, object]:
    return {"items": [row_example()], "next": "WzE3XQ"}


def preferences_example() -> dict[str, object]:
    return {
        "recipient": "client-4711",
        **PREFERENCES,
        "languages": {"de": "Deutsch", "de-simple": "Deutsch, Leichte Sprache", "en": "English"},
    }
