"""People who insist: each request is repeated, with the same key, until it is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from contracts.envelope import Role
from kernel.clock import SystemClock
from kernel.security import DevelopmentIssuer

TRIES = 3_000
PAUSE = 0.3
"""Seconds between two stories: what matters is that something is always under way, not how much."""

Post = Callable[[str, str, Role, dict[str, str]], Awaitable[dict[str, Any]]]
"""Key, path, role, body."""


class Insistent:
    """`urls` by a path's first part: one of them at random is asked, so that any may be down."""

    def __init__(self, folder: Path, urls: dict[str, list[str]], number: int) -> None:
        self._issuer = DevelopmentIssuer(folder, SystemClock(), "development")
        self._urls, self._number, self._turn = urls, number, 0
        self._http = httpx.AsyncClient(timeout=30)
        self.plans: list[str] = []
        self.acknowledged: list[UUID] = []

    async def insist(self, enough: asyncio.Event) -> None:
        """One plan after the other, until it is enough; the last one is finished."""
        while not enough.is_set():
            await self.one()
            await asyncio.sleep(PAUSE)
        await self._http.aclose()

    async def one(self) -> None:
        client = f"client-{self._number}-{len(self.plans)}"
        self.plans.append(await story(client, self._post))

    async def _post(self, key: str, path: str, role: Role, body: dict[str, str]) -> dict[str, Any]:
        sub = key.partition("/")[0] if role == "client" else "staff-17"
        headers = {
            "Authorization": f"Bearer {self._issuer.token(role, sub, 'jc-duesseldorf')}",
            "Idempotency-Key": key,
        }
        for _ in range(TRIES):
            some = self._urls[path.split("/")[1]]
            self._turn += 1
            try:
                answer = await self._http.post(
                    some[self._turn % len(some)] + path, json=body, headers=headers
                )
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code == 503:  # "send the same request again"
                await asyncio.sleep(0.05)
                continue
            assert answer.status_code == 201, (path, answer.text)
            content: dict[str, Any] = answer.json()
            self.acknowledged += [UUID(one["id"]) for one in content["said"]]
            return content
        raise AssertionError(f"no answer in {TRIES} tries: {path}")


async def story(client: str, post: Post) -> str:
    """A plan whose making fails: a mediation begins, and is withdrawn. Returns the plan."""

    step = count(1)

    async def does(role: Role, path: str, **body: str) -> dict[str, Any]:
        return await post(f"{client}/{next(step)}", path, role, body)

    plan = (await does("counsellor", "/plans", client=client, counsellor="staff-17"))["plan"]
    await does("client", f"/plans/{plan}/voice", kind="wish", text="Ein Kurs am Vormittag.")
    await does("client", f"/plans/{plan}/disagreements", text="Vollzeit geht nicht.")
    case = (await does("client", "/mediations", plan=plan, subject="Teilzeit."))["mediation"]
    await does("client", f"/plans/{plan}/voice", kind="concern", text="Die Kita schließt um vier.")
    await does("client", f"/mediations/{case}/withdrawals")
    return str(plan)
