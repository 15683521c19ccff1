"""How somebody is told: as they wished, as far as this installation can."""

from collections.abc import Collection
from dataclasses import dataclass

from contracts.notifications import DeliveryChannel, PreferencesSet, QuietHours
from contracts.sealed import Sealed
from kernel.decider import CommandHandler
from services.notifications.domain import recipient
from services.notifications.rendering.catalogue import DEFAULT_LANGUAGE, catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """What counts for one recipient, whether they said anything or not."""

    channel: DeliveryChannel = "outbox"
    language: str = DEFAULT_LANGUAGE
    quiet_hours: QuietHours | None = None
    email: Sealed | None = None


class Preferences:
    """`offered` are the channels that this installation has; the outbox is always one of them."""

    def __init__(
        self, recipients: CommandHandler[recipient.State], offered: Collection[DeliveryChannel]
    ) -> None:
        self._recipients, self._offered = recipients, frozenset(offered)

    async def of(self, person: str) -> Wishes:
        said = (await self._recipients.load(recipient.stream(person))).state
        return self._as_far_as_possible(said) if said else Wishes()

    def _as_far_as_possible(self, said: PreferencesSet) -> Wishes:
        wanted = (one for one in said.channels if one in self._offered)
        channel: DeliveryChannel = next(wanted, "outbox")
        language = catalogue(said.language).language
        return Wishes(channel, language, said.quiet_hours, said.email)
