"""Who read what: the access records, for data protection officers and for clients themselves."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.access_log import Access, AccessLog

STEP = 200
MOST_EXAMINED = 1_000
"""Records that one page may cost."""

Numbered = tuple[int, Access]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """What is None does not matter. `who` is who read."""

    plan: UUID | None = None
    client: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class AccessPage:
    """`reached` is where the next page begins, if there may be `more`."""

    records: Sequence[Numbered]
    reached: int
    more: bool


async def access_page(
    log: AccessLog,
    wanted: AccessFilter,
    may_see: Callable[[Access], bool],
    *,
    after: int,
    limit: int,
) -> AccessPage:
    """The next records that this reader may see, the oldest first."""
    found: list[Numbered] = []
    for _ in range(MOST_EXAMINED // STEP):
        records = await log.accesses(
            plan=wanted.plan, client=wanted.client, who=wanted.who, after=after, limit=STEP
        )
        for number, access in records:
            if may_see(access):
                if len(found) == limit:
                    return AccessPage(found, after, True)
                found.append((number, access))
            after = number
        if len(records) < STEP:
            return AccessPage(found, after, False)
    return AccessPage(found, after, True)


async def access_pages(
    log: AccessLog,
    wanted: AccessFilter,
    may_see: Callable[[Access], bool],
    *,
    after: int,
    limit: int,
) -> AsyncIterator[AccessPage]:
    """All of them, page by page."""
    page = await access_page(log, wanted, may_see, after=after, limit=limit)
    yield page
    while page.more:
        page = await access_page(log, wanted, may_see, after=page.reached, limit=limit)
        yield page
