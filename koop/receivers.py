"""Whoever may have dead letters: reactions, deadlines, and who takes commands over Kafka."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol, cast

from kernel.dead_letters import DeadLetter
from kernel.roles import ROLES
from koop.embedded import Embedded
from koop.process import Process
from koop.settings import Settings


class Letters(Protocol):
    async def all(self, source: str | None = None) -> list[DeadLetter]: ...
    async def discard(self, letter: DeadLetter) -> None: ...
    async def details(self, letter: DeadLetter) -> Mapping[str, str]:
        """What else is known of it, as text."""


class Receiver(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def dead_letters(self) -> Letters: ...
    async def replay(self, letter: DeadLetter) -> None:
        """Try once more and forget the letter; raises what it meets, and keeps it."""


@asynccontextmanager
async def receivers(settings: Settings, names: Iterable[str]) -> AsyncIterator[list[Receiver]]:
    """Those of the services named. With KOOP_KAFKA they are fed from there, as `koop serve` is."""
    async with AsyncExitStack() as opened:
        found: list[object] = []
        if settings.cluster is None:
            found += (await opened.enter_async_context(Embedded(settings))).followers
        else:
            for name in names:
                process = await opened.enter_async_context(Process(settings, name, ROLES))
                found += [*process.service.followers, *process.commanding]
        yield [cast(Receiver, one) for one in found if hasattr(one, "replay")]
