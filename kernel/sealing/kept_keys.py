"""Where clients' keys are kept: apart from the events, so that a backup of one is not both."""

from collections.abc import Iterable, Sequence
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

    @staticmethod
    def of(client: str, kid: str | None, by: str, reason: str, at: str) -> "Tombstone":
        """As it is kept: with its time as text."""
        return Tombstone(client, kid, by, reason, datetime.fromisoformat(at))


class KeptKeys(Protocol):
    """Synchronous; one thread at a time. Every method raises StoreFull and StoreUnavailable."""

    near: bool
    """Whether asking takes microseconds, so that an event loop may wait for it."""

    def any_key(self) -> bytes | None: ...

    def keys_of(self, clients: Sequence[str]) -> dict[str, bytes]:
        """Those of `clients` that have one (still)."""

    def add(self, client: str, kid: str, wrapped: bytes) -> None:
        """Durable when it returns. Adds nothing where there is a key or was one."""

    def add_all(self, keys: Iterable[tuple[str, str, bytes]]) -> None:
        """As `add`, all of them in one transaction."""

    def destroy(self, client: str, by: str, reason: str, at: datetime) -> None:
        """For ever. Doing it again changes nothing, but finishes what was interrupted."""

    def tombstones(self, clients: Sequence[str]) -> list[Tombstone]:
        """Of those among `clients` whose keys were destroyed."""

    def destroyed_after(self, number: int) -> list[tuple[int, str]]:
        """Whose keys were destroyed since, by any process: tombstones are numbered from 1."""

    def close(self) -> None: ...
