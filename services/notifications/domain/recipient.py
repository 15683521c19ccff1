"""How one person wants to be told (decider)."""

from collections.abc import Sequence
from typing import Any

from contracts.envelope import Metadata, Recorded
from contracts.notifications import PreferencesSet
from services.notifications.domain.commands import SetPreferences
from services.notifications.domain.errors import ChannelNamedTwice, ChannelNeedsAddress

State = PreferencesSet | None

initial: State = None


def stream(recipient: str) -> str:
    return f"recipient-{recipient}"


def decide(command: SetPreferences, _: State, __: Metadata) -> Sequence[PreferencesSet]:
    """Raises ChannelNeedsAddress, ChannelNamedTwice."""
    if "email" in command.channels and command.email is None:
        raise ChannelNeedsAddress
    if len(set(command.channels)) < len(command.channels):
        raise ChannelNamedTwice
    return (PreferencesSet(**command.model_dump()),)


def evolve(_: State, recorded: Recorded[Any]) -> State:
    event: PreferencesSet = recorded.event
    return event
