"""What a service does beside answering: in one process, or each role in its own."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from fastapi import FastAPI

from kernel.following import Follower
from kernel.projections import Projection

Role = Literal["api", "relay", "projector", "reactions", "deadlines", "commands"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a composition root returns: `api` answers, the rest follows events.

    The `deadlines` are timers together with whoever fires them: those share a process.
    """

    api: FastAPI
    projector: tuple[Projection[Any], ...] = ()
    reactions: tuple[Follower, ...] = ()
    deadlines: tuple[Follower, ...] = ()

    @property
    def followers(self) -> tuple[Follower, ...]:
        return (*self.projector, *self.deadlines, *self.reactions)

    @property
    def projections(self) -> tuple[Projection[Any], ...]:
        """All that can be rebuilt, the timers too."""
        return tuple(one for one in self.followers if isinstance(one, Projection))
