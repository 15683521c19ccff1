"""What a plan's story leads to where nothing ever fails: in one process, without Kafka."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from contracts.envelope import Role
from koop.embedded import Embedded
from koop.identity import development_issuer
from koop.settings import Settings
from tests.faults.kafka.people import story
from tests.faults.kafka.witness import Happened, kept
from tests.faults.rows import rows_of

Trail = Counter[tuple[str, ...]]

HOW_IT_WENT = {"NotificationSent.v1", "NotificationPostponed.v1", "NotificationFailed.v1"}
"""Depends on the hour of the day."""


async def expected(folder: Path) -> Trail:
    """The trail of one plan, as it is everywhere."""
    async with Embedded(Settings(mode="development", data_dir=folder)) as embedded:
        issuer = development_issuer(embedded.settings, embedded.clock)

        async def post(key: str, path: str, role: Role, body: dict[str, str]) -> dict[str, Any]:
            service = "plan" if path.startswith("/plans") else "mediation"
            sub = "client-1" if role == "client" else "staff-17"
            token = issuer.token(role, sub, "jc-duesseldorf")
            transport = httpx.ASGITransport(embedded.services[service].api)
            async with httpx.AsyncClient(transport=transport, base_url="http://koop") as http:
                headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
                answer = await http.post(path, json=body, headers=headers)
                assert answer.status_code == 201, answer.text
                content: dict[str, Any] = answer.json()
                return content

        async with embedded.following:
            await story("client-1", post)
            await embedded.following.settled(60)
    (trail,) = trails(kept(folder / "events.db")).values()
    return trail


def trails(events: Iterable[Happened]) -> dict[str, Trail]:
    """By plan: how often what was said, of which kind, to whom."""
    found: dict[str, Trail] = defaultdict(Counter)
    for one in events:
        if one.type not in HOW_IT_WENT:
            what = one.said.get("template", ""), one.said.get("capacity", "")
            found[one.plan][one.type, *what] += 1
    return found


async def nothing_is_left_to_do(folder: Path) -> None:
    """All reactions to all events once more, from the beginning: they add nothing; what was still
    to be sent is sent, and nothing twice. Read models are what a rebuild makes of the same events.
    """
    before = len(kept(folder / "events.db"))
    async with Embedded(Settings(mode="development", data_dir=folder)) as embedded:
        async with embedded.following:
            await embedded.following.settled(60)
        events = kept(folder / "events.db")
        assert {one.type for one in events[before:]} <= HOW_IT_WENT
        sent = Counter(one.stream for one in events if one.type == "NotificationSent.v1")
        assert all(times == 1 for times in sent.values())
        for projection in embedded.projections:
            lived = await rows_of(projection)
            await projection.rebuild()
            assert await rows_of(projection) == lived, projection.name
