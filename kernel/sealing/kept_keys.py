"""Where clients' keys are kept: apart from the events, so that a backup of one is not both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That a key was destroyed, by whom and why. `kid` is None where none had been made."""

    client: str
    kid: str | None
    by: str
    reason: str
    at: datetime


class KeptKeys(Protocol):
    """Synchronous; one thread at a time. Every method raises StoreFull and StoreUnavailable."""

    near: bool
    """Whether asking takes microseconds, so that an event loop may wait for it."""

    def any_key(self) -> bytes | None: ...

    def key_of(self, client: str) -> bytes | None:
        """None where there is none (any more)."""

    def add(self, client: str, kid: str, wrapped: bytes) -> None:
        """Durable when it returns. Adds nothing where there is a key or was one."""

    def add_all(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        """As `add`, all of them in one transaction."""

    def destroy(self, client: str, by: str, reason: str, at: datetime) -> None:
        """For ever. Doing it again changes nothing, but finishes what was interrupted."""

    def tombstone(self, client: str) -> Tombstone | None: ...

    def destroyed_after(self, number: int) -> list[tuple[int, str]]:
        """Whose keys were destroyed since, by any process: tombstones are numbered from 1."""

    def close(self) -> None: ...
