"""How somebody wants to be told."""

import pytest

from contracts.examples import SEALED
from contracts.notifications import PreferencesSet
from services.notifications.domain import recipient
from services.notifications.domain.commands import SetPreferences
from services.notifications.domain.errors import ChannelNamedTwice, ChannelNeedsAddress
from tests.services.notifications.domain.story import Story


def test_preferences_are_set_as_a_whole():
    case = Story(recipient)
    case.when(SetPreferences(channels=("email",), language="en", email=SEALED))
    after = case.when(SetPreferences(channels=("outbox",), language="de-simple"))
    assert after == [PreferencesSet(channels=("outbox",), language="de-simple")]


def test_e_mail_without_an_address_is_refused():
    with pytest.raises(ChannelNeedsAddress):
        Story(recipient).when(SetPreferences(channels=("outbox", "email"), language="de"))


def test_a_channel_can_be_named_once():
    with pytest.raises(ChannelNamedTwice):
        Story(recipient).when(SetPreferences(channels=("outbox", "outbox"), language="de"))
