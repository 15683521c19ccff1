"""What a read model is, and what one may hear of its projection."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar, runtime_checkable

from pydantic import ValidationError
from sqlalchemy import Connection, MetaData

from kernel.event_store import StoredEvent
from kernel.following import Status
from kernel.projections.registry import Generation

T = TypeVar("T")
R = TypeVar("R")


class ReadModel(Protocol[T]):
    """Rows that answer one question, derived from events alone.

    `T` is whatever holds its tables: one Table, or a dataclass of several. One reader's changes of
    mind become a new `version`, which is then built from the first event on.
    """

    @property
    def name(self) -> str:
        """Stays for ever."""

    @property
    def version(self) -> int: ...

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the streams that it wants to see."""

    @property
    def by_stream(self) -> bool:
        """Each row depends on one stream only: a rebuild may read stream after stream."""

    def tables(self, metadata: MetaData, suffix: str) -> T:
        """The tables of one generation; the name of each one ends in `suffix`.

        A rebuild makes the indexes when the rows are in, because that is far cheaper. An index
        that `project` itself needs says so: `Index(…, info={"early": True})`. Primary keys and
        unique indexes are there from the beginning.

        Every table has a primary key: rows are verified by it. A column that is not derived from
        events (`Projection.amend`) says so: `Column(…, info={"beside": True})`.
        """

    def project(self, connection: Connection, tables: T, events: Sequence[StoredEvent]) -> None:
        """Change the rows by a page of events, in the transaction that also keeps the checkpoint.

        Where pages begin and end must not matter. Runs in a thread.
        """


@runtime_checkable
class ReadsHeadings(Protocol):
    """A read model that wants to know little of most events: a rebuild may leave out their streams
    and what they say, which is half of what it costs to read them."""

    @property
    def bodies(self) -> Collection[str]:
        """The types of events whose data it reads."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is; `total` is estimated, and never less than `done`."""

    done: int
    total: int
    rate: float

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take; None while nothing is known of that."""
        return (self.total - self.done) / self.rate if self.rate else None


Report = Callable[[Progress], None]


Fare = Literal["current", "behind", "rebuilding", "waiting", "stopped"]
"""How a read model fares, whichever process follows: as the rows tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionStatus(Status):
    """`version` and `generation` are those that answer, None where nothing does yet.

    `rebuild` is the one under way; `rebuild_failed` says why the last one ended. `stale_since` is
    the time of the event at which it stopped, `kept` are the rows that do not answer here any more.
    """

    version: int | None
    generation: int | None
    rebuild: Progress | None
    rebuild_failed: str | None
    stale_since: datetime | None
    kept: tuple[Generation, ...]

    @property
    def fare(self) -> Fare:
        if self.state == "waiting":
            return "waiting"
        if self.reason:
            return "stopped"
        if self.rebuild:
            return "rebuilding"
        return "behind" if self.lag else "current"

    @property
    def left(self) -> float | None:
        """Seconds until it has caught up at this rate; None where it has, or stands."""
        return self.lag / self.rate if self.lag and self.rate else None


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """What a query found, true for `position`. `stopped` says why nothing newer will come."""

    value: R
    position: int
    stopped: str | None

    def at_least(self, position: int) -> "Answer[R]":
        """The same, where it is known to hold up to `position`."""
        return self if position <= self.position else replace(self, position=position)


@dataclass(frozen=True, slots=True)
class TrueFor:
    """An answer holds for everything up to `position`; nothing newer was there at `time`.

    `stale` says why the answer cannot be newer, where something is out of order.
    """

    position: int
    time: datetime
    stale: str | None = None


class ProjectionNotReady(Exception):
    """There are no rows yet that this version could answer from: ask again in a while."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no rows yet to answer from. Whoever follows the events builds them "
            f"(`koop up`), or `koop projections rebuild {name}` does."
        )
        self.name = name


class StillNeeded(Exception):
    """Rows that answer, or are being built, are not dropped; nor are those that do not exist."""

    def __init__(self, name: str, number: int, *, known: bool) -> None:
        super().__init__(
            f"Generation {number} of {name} is the one in use: rebuild first, and drop it then."
            if known
            else f"{name} has no generation {number}; `koop projections status` names those kept."
        )


class Poisoned(Exception):
    """A read model could not take an event; `__cause__` says why. The event was not skipped."""

    def __init__(self, name: str, event: StoredEvent, error: Exception) -> None:
        where = f"{event.stream}@{event.revision} (position {event.position}, event {event.id})"
        super().__init__(
            f"{name} broke on {event.type} at {where}: {type(error).__name__}: {_words(error)}"
        )
        self.name, self.event, self.error = name, event, error


def _words(error: Exception) -> str:
    """Of what does not fit, pydantic would repeat what was sent; it may be personal."""
    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
