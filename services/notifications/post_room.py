"""Where notifications are handled: what is planned and sent all goes through here."""

from dataclasses import dataclass
from uuid import UUID

from contracts.envelope import Actor, Envelope, Metadata
from kernel.clock import Clock
from kernel.decider import CommandHandler, Outcome
from services.notifications.cases import Cases
from services.notifications.domain.commands import NotificationCommand
from services.notifications.domain.notification import State
from services.notifications.preferences import Preferences

ACTOR = Actor(sub="notifications", role="system")


@dataclass(frozen=True, slots=True)
class PostRoom:
    notifications: CommandHandler[State]
    cases: Cases
    preferences: Preferences
    clock: Clock

    async def handle(
        self,
        stream: str,
        command: NotificationCommand,
        about: Envelope,
        *,
        causation: UUID,
        command_id: UUID,
    ) -> Outcome:
        """What this service does by itself, in the matter that the event `about` belongs to."""
        metadata = Metadata(
            time=self.clock.now(),
            actor=ACTOR,
            correlation=about.metadata.correlation,
            causation=causation,
            regime=about.metadata.regime,
            plan=about.metadata.plan,
        )
        return await self.notifications.handle(stream, command, metadata, command_id=command_id)
