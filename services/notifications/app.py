"""The notifications service, put together: nothing else builds its objects."""

from email.headerregistry import Address
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Table

from contracts.catalogue import EVENTS, NOTIFICATIONS
from kernel.codec import Codec
from kernel.deadlines import DeadlineRunner
from kernel.decider import CommandHandler
from kernel.http import create_app
from kernel.parts import Parts
from kernel.projections import Projection
from kernel.roles import Service
from services.notifications.api.preferences import Counter, preferences_routes
from services.notifications.api.reading import reading_routes
from services.notifications.api.reading_room import ReadingRoom
from services.notifications.api.receipts import receipt_routes
from services.notifications.cases import Cases
from services.notifications.channels.mail_server import MailServer
from services.notifications.channels.outbox import Outbox
from services.notifications.channels.smtp import Mail
from services.notifications.consumer import TellThoseConcerned
from services.notifications.domain import notification, recipient
from services.notifications.domain.errors import NotificationUnknown
from services.notifications.people import PeopleOfPlans
from services.notifications.post_room import PostRoom
from services.notifications.preferences import Preferences
from services.notifications.read_models.due import due_notifications
from services.notifications.read_models.sent import SentNotifications
from services.notifications.sending import Channels, SendWhatIsDue

Notifications = CommandHandler[notification.State]
Recipients = CommandHandler[recipient.State]

DESCRIPTION = (
    "Tells people what concerns them about a Kooperationsplan and its mediation, in their "
    "language, on their channel, outside their quiet hours; and shows who was told what, and when."
)


def build(
    parts: Parts, *, outbox: Path, sender: str, mail_server: MailServer | None = None
) -> Service:
    """Without a `mail_server` everything goes to the folder `outbox`; `sender` is the address that
    all messages come from. Raises ValueError for a sender that is no e-mail address.
    """
    codec = Codec(NOTIFICATIONS)
    notifications: Notifications = CommandHandler(parts.store, codec, notification)
    recipients: Recipients = CommandHandler(parts.store, codec, recipient)
    channels = _channels(outbox, Address(addr_spec=sender), mail_server)
    preferences = Preferences(recipients, channels)
    post = PostRoom(notifications, Cases(parts.store), preferences, parts.clock)
    due = Projection(parts.store, parts.database, due_notifications())
    sent = Projection(parts.store, parts.database, SentNotifications())
    tell = TellThoseConcerned(post)
    sending = DeadlineRunner(due, parts.clock, SendWhatIsDue(post, parts.keys, channels))
    return Service(
        api=_api(parts, notifications, recipients, sent, due),
        projector=(sent,),
        reactions=(parts.reacting(Codec(EVENTS), tell),),
        deadlines=(due, sending),
    )


def _channels(outbox: Path, sender: Address, mail_server: MailServer | None) -> Channels:
    if mail_server is None:
        return {"outbox": Outbox(outbox, sender)}
    return {"outbox": Outbox(outbox, sender), "email": Mail(mail_server, sender)}


def _api(
    parts: Parts,
    notifications: Notifications,
    recipients: Recipients,
    sent: Projection[Table],
    due: Projection[Table],
) -> FastAPI:
    people = PeopleOfPlans(parts.store)
    room = ReadingRoom(parts.store, people, sent, parts.accesses, parts.clock)
    counter = Counter(recipients, parts.keys, parts.clock, parts.regime_of)
    return create_app(
        title="Notifications",
        description=DESCRIPTION,
        routers=[
            reading_routes(room),
            receipt_routes(room, notifications, parts.keys),
            preferences_routes(counter),
        ],
        verifier=parts.verifier,
        store=parts.store,
        clock=parts.clock,
        checks=parts.checks,
        projections=(sent, due),
        statuses={NotificationUnknown: 404},
    )
