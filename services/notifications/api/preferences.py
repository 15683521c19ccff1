"""How somebody wants to be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from starlette.responses import Response

from contracts.envelope import Identifier
from contracts.model import Contract
from contracts.notifications import DeliveryChannel, Language, PreferencesSet, QuietHours
from contracts.sealed import Sealed
from kernel.clock import Clock
from kernel.decider import CommandHandler
from kernel.http import Call, NotEntitled, answer, call_router, command, query
from kernel.sealing import KeyStore
from services.notifications.access import entitled_to_preferences
from services.notifications.api.examples import PREFERENCES, preferences_example
from services.notifications.domain.commands import SetPreferences
from services.notifications.domain.errors import (
    ChannelNamedTwice,
    ChannelNeedsAddress,
    LanguageNotOffered,
)
from services.notifications.domain.recipient import State, stream
from services.notifications.preferences import Wishes
from services.notifications.rendering.catalogue import catalogues

Recipient = Annotated[Identifier, InPath(description="A client or somebody on the staff.")]


class PreferencesView(Contract):
    """What counts for a recipient. `languages` are those on offer, each by its own name."""

    recipient: Identifier
    channels: tuple[DeliveryChannel, ...]
    language: Language
    quiet_hours: QuietHours | None = None
    email: Sealed | None = None
    languages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where preferences are left and looked up."""

    recipients: CommandHandler[State]
    keys: KeyStore
    clock: Clock
    regime_of: Callable[[str], str]

    async def view(self, recipient: str, status: int = 200, position: int = 0) -> Response:
        found = await self.recipients.load(stream(recipient))
        open = await self.keys.open_for(recipient)
        revision = found.revision if found.revision >= 0 else None
        view = _view(recipient, found.state)
        return answer(view, open=open, status=status, revision=revision, position=position)


def preferences_routes(counter: Counter) -> APIRouter:
    router = call_router("Preferences")
    path = "/recipients/{recipient}/preferences"

    @router.post(
        path,
        summary="Say how to be told",
        description="For oneself, or for anybody as the jobcenter's platform. Replaces all that "
        "was said before. Messages that wait already are sent by it, too.",
        **command(
            SetPreferences,
            example=PREFERENCES,
            answers=PreferencesView,
            answer_example=preferences_example(),
            status=201,
            refuses=(ChannelNeedsAddress, ChannelNamedTwice, LanguageNotOffered, NotEntitled),
        ),
    )
    async def set_preferences(call: Call, recipient: Recipient) -> Response:
        entitled_to_preferences("set_preferences", call.identity, recipient)
        wanted = await call.content(SetPreferences, await counter.keys.of(recipient))
        if wanted.language not in catalogues():
            raise LanguageNotOffered(wanted.language, catalogues())
        regime = counter.regime_of(call.identity.actor.organisation or "")
        outcome = await counter.recipients.handle(
            stream(recipient),
            wanted,
            call.metadata(counter.clock.now(), regime),
            command_id=call.command_id,
            if_match=call.if_match,
        )
        return await counter.view(recipient, 201, outcome.position)

    @router.get(
        path,
        summary="How somebody is told",
        description="For oneself alone. What counts for whoever never said anything is shown "
        "without an ETag.",
        **query(PreferencesView, preferences_example(), refuses=(NotEntitled,)),
    )
    async def read_preferences(call: Call, recipient: Recipient) -> Response:
        entitled_to_preferences("read_preferences", call.identity, recipient)
        return await counter.view(recipient)

    return router


def _view(recipient: str, said: PreferencesSet | None) -> PreferencesView:
    usual = Wishes()
    return PreferencesView(
        recipient=recipient,
        channels=said.channels if said else (usual.channel,),
        language=said.language if said else usual.language,
        quiet_hours=said.quiet_hours if said else None,
        email=said.email if said else None,
        languages={language: offered.name for language, offered in catalogues().items()},
    )
