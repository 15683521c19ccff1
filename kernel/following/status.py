"""How a follower fares."""

from dataclasses import dataclass
from typing import Literal

State = Literal["idle", "rebuilding", "live", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`lag` is in positions, 0 where nothing that concerns the follower is left; `rate` is in
    events a second; `reason` says why it stopped."""

    name: str
    state: State
    position: int
    head: int
    lag: int
    rate: float
    reason: str | None = None
