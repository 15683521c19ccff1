"""Where the story is played: the services' addresses, the clock, and what the audience sees."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from rich.console import Console

from contracts.envelope import Role
from kernel.clock import SimulatedClock
from kernel.following import travel
from kernel.security import DevelopmentIssuer

BERLIN = ZoneInfo("Europe/Berlin")
JOBCENTER = "jc-duesseldorf"

NOT_EMPTY = "The event store is not empty: the story needs one of its own."

Json = dict[str, Any]


_SERVICE = {
    "plans": "plan",
    "worklist": "plan",
    "mediations": "mediation",
    "notifications": "notifications",
    "audit": "audit",
}
"""Who has a path, by the path's first part."""


class StoryBroken(Exception):
    """The services answered otherwise than the story tells."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`urls` are the services' by name; `settled` returns when all has followed from what is."""

    http: httpx.AsyncClient
    urls: Mapping[str, str]
    issuer: DevelopmentIssuer
    clock: SimulatedClock
    settled: Callable[[], Awaitable[None]]
    console: Console

    async def at(self, moment: str) -> None:
        """Go on to `2026-03-02 09:00` in Berlin; deadlines on the way fire at their own time."""
        until = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
        await travel(self.clock, until, self.settled)

    def chapter(self, title: str) -> None:
        self.console.print()
        self.console.rule(f"[bold]{title}", align="left")

    def line(self, who: str, said: str, mark: str = "[green]✓[/]") -> None:
        when = self.clock.now().astimezone(BERLIN)
        self.console.print(f"[dim]{when:%d.%m.%Y %H:%M}[/] {mark} [cyan]{who:<11}[/] {said}")

    def url(self, path: str) -> str:
        return self.urls[_SERVICE[path.split("/")[1].partition("?")[0]]] + path


class Person:
    """Somebody with a token, who does one thing after the other and says so."""

    def __init__(self, stage: Stage, role: Role, sub: str, name: str) -> None:
        self._stage, self._role, self.sub, self.name = stage, role, sub, name
        self._requests = 0

    async def does(self, said: str, path: str, /, **body: Any) -> Json:
        """One task that succeeds, and what follows from it before anybody acts again: people are
        slower than the services. Raises StoryBroken."""
        response = await self._post(path, body)
        if response.status_code != 201:
            raise StoryBroken(f"{path}: {response.status_code} {response.text}")
        await self._stage.settled()
        self._stage.line(self.name, said)
        answered: Json = response.json()
        return answered

    async def is_refused(self, said: str, kind: str, path: str, /, **body: Any) -> Json:
        """One task that the services refuse, for the reason `kind`. Raises StoryBroken."""
        response = await self._post(path, body)
        problem: Json = response.json()
        if not problem.get("type", "").endswith(kind):
            raise StoryBroken(f"{path}: expected {kind}, got {response.status_code} {problem}")
        self._stage.line(self.name, said, "[red]✗[/]")
        self._stage.console.print(
            f"{'':17}  [red]{response.status_code} {kind}[/] {problem['detail']}"
            f"\n{'':17}  [dim]{problem['allowed']}[/]"
        )
        return problem

    async def reads(self, path: str, *, accept: str = "application/json") -> httpx.Response:
        """Raises StoryBroken."""
        response = await self._stage.http.get(
            self._stage.url(path), headers={**self._identity(), "Accept": accept}
        )
        if response.status_code != 200:
            raise StoryBroken(f"{path}: {response.status_code} {response.text}")
        return response

    async def _post(self, path: str, body: Json) -> httpx.Response:
        self._requests += 1
        key = f"{self.sub}-{self._requests}"
        return await self._stage.http.post(
            self._stage.url(path), json=body, headers={**self._identity(), "Idempotency-Key": key}
        )

    def _identity(self) -> dict[str, str]:
        token = self._stage.issuer.token(self._role, self.sub, JOBCENTER)
        return {"Authorization": f"Bearer {token}", "X-Purpose": "demonstration"}
