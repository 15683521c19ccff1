"""A running system, in any number of processes, whose clocks are in our hand while we play."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx

from kernel.clock import SimulatedClock
from kernel.security import DevelopmentIssuer
from koop.clock_in_hand import PATH, WAKINGS
from koop.demo.stage import JOBCENTER, NOT_EMPTY, StoryBroken

SECONDS = 60.0
"""For all processes to settle after one step of time."""

LONG = timedelta(days=36_500)
"""Our right to move the clock is to outlast every move."""


class TheirClock(SimulatedClock):
    """Its sleepers are elsewhere: `set` says what time it is to be, `settled` makes it so there."""

    def __init__(self, http: httpx.AsyncClient, urls: Sequence[str], begin: datetime) -> None:
        super().__init__(begin)
        self._http, self._urls, self._to_be_moved = http, urls, True
        self._wakes: list[datetime] = []
        self._identity: dict[str, str] = {}

    @asynccontextmanager
    async def in_hand(self, issuer: DevelopmentIssuer) -> AsyncIterator[None]:
        """Raises StoryBroken where there is no such clock, or no empty store."""
        self._identity = {
            "Authorization": f"Bearer {issuer.token('system', 'clock', JOBCENTER, ttl=LONG)}"
        }
        if any(one["head"] for one in await self._all("GET", PATH)):
            raise StoryBroken(NOT_EMPTY)
        try:
            yield
        finally:
            await self._all("DELETE", PATH)

    def next_wake(self) -> datetime | None:
        return min(self._wakes, default=None)

    def set(self, moment: datetime) -> None:
        super().set(moment)
        self._to_be_moved = True

    async def settled(self) -> None:
        """Return once all is handled everywhere. Raises StoryBroken."""
        if self._to_be_moved:
            await self._all("PUT", PATH, {"now": self.now().isoformat()})
            await self._all("POST", WAKINGS, {})
            self._to_be_moved = False
        try:
            async with asyncio.timeout(SECONDS):
                standings = await self._quiet()
        except TimeoutError as late:
            raise StoryBroken(f"The system did not settle within {SECONDS:.0f} s.") from late
        wakes = (one.get("next_wake") for one in standings)
        self._wakes = [datetime.fromisoformat(wake) for wake in wakes if wake]

    async def _quiet(self) -> Sequence[dict[str, Any]]:
        """Twice in a row, at the same head: what one had done when it was asked first, the others
        have heard of when they are asked again."""
        before: set[int] = set()
        while True:
            standings = await self._all("GET", PATH)
            heads = {one["head"] for one in standings}
            if not all(one["settled"] for one in standings):
                heads = set()
            if len(heads) == 1 and heads == before:
                return standings
            before = heads

    async def _all(self, method: str, path: str, body: Any = None) -> Sequence[dict[str, Any]]:
        return await asyncio.gather(
            *(self._ask(method, f"{one}{path}", body) for one in self._urls)
        )

    async def _ask(self, method: str, url: str, body: Any) -> dict[str, Any]:
        answer = await self._http.request(method, url, json=body, headers=self._identity)
        if answer.status_code == 404:
            raise StoryBroken(
                f"{url} is not there. A system that the story is to be played on runs with "
                "KOOP_MODE=development and KOOP_CLOCK=movable."
            )
        if answer.status_code == 401:
            raise StoryBroken(
                f"{url} does not believe our tokens. Its issuer's key has to be ours, too: name "
                "the folder that it lies in with KOOP_ISSUER_DIR."
            )
        if answer.is_error:
            raise StoryBroken(f"{url}: {answer.status_code} {answer.text}")
        found: dict[str, Any] = answer.json()
        return found
