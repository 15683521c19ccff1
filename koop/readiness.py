"""Whether a service can do its work: the store takes events, the followers keep up."""

from collections.abc import Callable, Sequence

from kernel.event_store import EventStore
from kernel.following import Follower
from kernel.http import Check, Health


def store_is_writable(store: EventStore) -> Check:
    """Writes for real, though nothing that counts: a full disk says no. What is raised is a no."""

    async def check() -> Health:
        await store.check_writable()
        return Health(True, "writable")

    return check


def followers_keep_up(followers: Callable[[], Sequence[Follower]], most: int) -> Check:
    """Whether all run, none more than `most` positions behind."""

    async def check() -> Health:
        statuses = [await follower.status() for follower in followers()]
        late = [
            f"{one.name} {one.state}, {one.lag} behind" + (f": {one.reason}" if one.reason else "")
            for one in statuses
            if one.lag > most or one.state in ("idle", "stopped")
        ]
        return Health(not late, "; ".join(late) or "all live")

    return check
