"""The ways in which a message leaves: what they are given, what they answer, how they fail."""

from typing import Protocol

from services.notifications.channels.letter import HandedOver, Letter


class ChannelFailed(Exception):
    """The channel did not take the message. `reason` is technical and names nobody.

    `permanent`: it would not take it tomorrow either.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.permanent = reason, permanent


class Channel(Protocol):
    async def hand_over(self, letter: Letter) -> HandedOver:
        """Take responsibility for the letter. Raises ChannelFailed: then it was not taken."""


__all__ = ["Channel", "ChannelFailed", "HandedOver", "Letter"]
