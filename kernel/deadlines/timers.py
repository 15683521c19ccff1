"""What sets a timer, what cancels it, and what it is when it is due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from contracts.envelope import Recorded


@dataclass(frozen=True, slots=True)
class SetTimer:
    """At `due_at` something is to be done; `payload` says what, as JSON.

    `key` names the timer within the stream of the event that sets it. Setting it again replaces
    it, also when it has fired.
    """

    key: str
    due_at: datetime
    payload: Any = None


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """The timer of this key in this stream, if there is one."""

    key: str


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """All timers of this stream whose keys begin so; with an empty prefix all of them."""

    prefix: str = ""


Timers = Callable[[Recorded[Any]], Iterable[SetTimer | CancelTimer | CancelTimers]]
"""A pure function of a service: what an event means for its timers, in order."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One that was set: by the event `set_by` of `stream`, at `position`."""

    stream: str
    key: str
    due_at: datetime
    payload: Any
    set_by: UUID
    position: int

    @property
    def id(self) -> UUID:
        """For the command that it leads to: the same however often it fires."""
        return uuid5(self.set_by, self.key)

    @property
    def type(self) -> str:
        return f"timer {self.key}"
