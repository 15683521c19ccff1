"""A message as it came, whatever is in it: where it stands, and what it says of itself."""

from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from kernel.kafka.cloud_events import Message

DIGITS = 19
"""More than any position has: what is longer was not written by us."""


@dataclass(frozen=True)
class Received:
    """Located, for events and for what only pretends to be one."""

    message: Message

    @property
    def id(self) -> UUID:
        """Its own; where it has none, one made from the place where it stands."""
        try:
            return UUID(self._said["ce_id"])
        except (KeyError, ValueError):
            return uuid5(NAMESPACE_URL, self.place)

    @property
    def type(self) -> str:
        return self._said.get("ce_type", "unknown")

    @property
    def stream(self) -> str:
        return self._said.get("ce_subject", self.message.topic)

    @property
    def position(self) -> int:
        """In the store; where it does not say so, in its partition."""
        said = self._said.get("ce_position", "")
        return int(said) if said.isdecimal() and len(said) < DIGITS else self.message.offset

    @property
    def place(self) -> str:
        return f"{self.message.topic}/{self.message.partition}/{self.message.offset}"

    @cached_property
    def _said(self) -> dict[str, str]:
        return {n: v.decode("utf-8", "replace") for n, v in self.message.headers if v is not None}
