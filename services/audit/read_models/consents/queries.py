"""Looking for consents: by plan, client, person, jobcenter, period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select

from services.audit.read_models.consents.row import ConsentRow
from services.audit.read_models.consents.tables import ConsentTables
from services.audit.read_models.ways import Span, Ways

MOST_EXAMINED = 2_000
"""Rows that one page may cost. A page that found nothing so far says where to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFilter:
    """What is None does not matter. `since` is included, `before` is not.

    `person` consented or recorded the consent, or was stood in for.
    """

    jobcenter: str | None = None
    plan: UUID | None = None
    client: str | None = None
    person: str | None = None
    digest: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    def accepts(self, row: ConsentRow) -> bool:
        return (
            self.jobcenter in (None, row.jobcenter)
            and self.plan in (None, row.plan)
            and self.client in (None, row.client)
            and self.person in (None, row.sub, row.on_behalf_of)
            and self.digest in (None, row.digest)
            and (self.since is None or row.time >= self.since)
            and (self.before is None or row.time < self.before)
        )


@dataclass(frozen=True, slots=True)
class FoundConsents:
    """`reached` is how far was looked; `more` says that there may be something behind it."""

    rows: Sequence[ConsentRow]
    reached: int
    more: bool


def consents(
    connection: Connection,
    tables: ConsentTables,
    wanted: ConsentFilter,
    span: Span,
    *,
    at: int,
    limit: int,
) -> FoundConsents:
    """The next ones within the span, in order, as they stood at a position; at most `limit`."""
    query, position = select(tables.consents), tables.consents.c.position
    ways = Ways(query, position, _ways(tables, wanted))
    rows: list[ConsentRow] = []
    reached = span[0]
    examined = ways.rows(connection, span, first=limit + 1, most=MOST_EXAMINED)
    for number, found in enumerate(examined, 1):
        row = ConsentRow(*tuple(found))
        if wanted.accepts(row):
            if len(rows) == limit:
                return FoundConsents(rows, reached, True)
            rows.append(row.at(at))
        reached = row.position
        if number == MOST_EXAMINED:
            return FoundConsents(rows, reached, True)
    return FoundConsents(rows, span[1], False)


def _ways(tables: ConsentTables, wanted: ConsentFilter) -> list[ColumnElement[bool]]:
    """By the index that leaves the fewest rows to look at."""
    c = tables.consents.c
    if wanted.plan is not None:
        return [c.plan == wanted.plan]
    if wanted.client is not None:
        return [c.client == wanted.client]
    if wanted.person is not None:
        for_them = and_(c.on_behalf_of == wanted.person, c.sub != wanted.person)
        return [c.sub == wanted.person, for_them]
    return [c.position > 0 if wanted.jobcenter is None else c.jobcenter == wanted.jobcenter]
