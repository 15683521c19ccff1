"""One act of consent, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

from contracts.envelope import Actor, Role
from contracts.plan import Channel, ConsentingParty


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """The columns of the table, in their order."""

    position: int
    event: UUID
    plan: UUID
    client: str | None
    jobcenter: str | None
    version: int | None
    digest: str | None
    solution: UUID | None
    party: ConsentingParty
    channel: Channel
    time: datetime
    sub: str
    role: Role
    organisation: str | None
    on_behalf_of: str | None
    withdrawn_position: int | None = None
    withdrawn_at: datetime | None = None
    withdrawn_because: str | None = None
    agreed_position: int | None = None
    agreed_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        return Actor(
            sub=self.sub,
            role=self.role,
            organisation=self.organisation,
            on_behalf_of=self.on_behalf_of,
        )

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor agreed by all."""
        return self.withdrawn_at is None and self.agreed_at is None

    def at(self, position: int) -> Self:
        """As it stood at a position: what was agreed or withdrawn later had not been yet."""
        later: dict[str, None] = {}
        if self.withdrawn_position is not None and self.withdrawn_position > position:
            later |= dict.fromkeys(("withdrawn_position", "withdrawn_at", "withdrawn_because"))
        if self.agreed_position is not None and self.agreed_position > position:
            named_then = ("digest",) if self.solution else ()
            later |= dict.fromkeys(("agreed_position", "agreed_at", *named_then))
        return replace(self, **later) if later else self  # type: ignore[arg-type]


columns_of: Callable[[ConsentRow], tuple[Any, ...]] = attrgetter(
    *(column.name for column in fields(ConsentRow))
)
