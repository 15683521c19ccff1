"""Whether a service can do its work: the store takes events, the followers keep up."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.event_store import EventStore
from kernel.following import Follower, Status
from kernel.http import Check, Health
from kernel.projections import Projection


def store_is_writable(store: EventStore) -> Check:
    """Writes for real, though nothing that counts: a full disk says no. What is raised is a no."""

    async def check() -> Health:
        await store.check_writable()
        return Health(True, "writable")

    return check


def read_models_keep_up(models: Callable[[], Sequence[Projection[Any]]], most: int) -> Check:
    """Whether none is broken or more than `most` positions behind, whichever process fills it."""

    async def check() -> Health:
        statuses = [await model.status() for model in models()]
        late = [_told(one) for one in statuses if one.lag > most or one.reason]
        return Health(not late, "; ".join(late) or "up to date")

    return check


def followers_keep_up(followers: Callable[[], Sequence[Follower]], most: int) -> Check:
    """Whether all run, none more than `most` positions behind."""

    async def check() -> Health:
        statuses = [await follower.status() for follower in followers()]
        late = [
            _told(one)
            for one in statuses
            if one.lag > most or one.state in ("idle", "waiting", "stopped")
        ]
        return Health(not late, "; ".join(late) or "all live")

    return check


def _told(status: Status) -> str:
    reason = f": {status.reason}" if status.reason else ""
    return f"{status.name} {status.state}, {status.lag} behind{reason}"
