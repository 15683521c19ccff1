"""What the server can be told to do wrong, each so many times."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Misbehaviour:
    """Counts that are used up.

    `drop_before`, `drop_after`: break the call before or after an append took effect.
    `not_leader`: refuse appends and name `leader`. `busy`: answer an append with a passing error.
    `forget_position`: leave the position out of the answer to an append.
    `unavailable`: refuse every call. `too_slow`, `break_off`: end a subscription after so many
    events as if the reader had been too slow, or without a reason. `repeat`: send events twice.
    `checkpoints_ahead`: report progress past events that were not sent yet.
    `silent`: keep subscriptions open and send nothing more.
    While `stalled` is cleared, everything waits.
    """

    drop_before: int = 0
    drop_after: int = 0
    not_leader: int = 0
    leader: tuple[str, int] | None = None
    busy: int = 0
    forget_position: int = 0
    unavailable: int = 0
    too_slow: int = 0
    break_off: int = 0
    repeat: int = 0
    checkpoints_ahead: int = 0
    silent: bool = False
    calls: dict[str, int] = field(default_factory=dict)
    flowing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.flowing.set()

    def now(self, name: str) -> bool:
        """Whether it is to do this wrong once more."""
        left: int = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return left > 0

    def stall(self) -> None:
        self.flowing.clear()

    def go_on(self) -> None:
        self.flowing.set()

    async def meet(self, call: str) -> None:
        self.calls[call] = self.calls.get(call, 0) + 1
        await self.flowing.wait()
