"""Reading kept keys, and hearing of those that other processes destroyed, before each use."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kernel.sealing.kept_keys import KeptKeys, Tombstone

P = ParamSpec("P")
R = TypeVar("R")


class KeyReader:
    """For one event loop. `forget` is called for each client whose key was destroyed since.

    A file is asked then and there: that takes some microseconds, but gives up the interpreter's
    lock, which a busy writer may keep. A server is asked by a thread.
    """

    def __init__(self, kept: KeptKeys, forget: Callable[[str], None]) -> None:
        self._kept, self._forget = kept, forget
        self.heard = 0
        self._up_to_date = False
        self._watcher = ThreadPoolExecutor(1, "key-reader")
        self._underway = asyncio.Lock()
        self._question: asyncio.Task[None] | None = None

    async def heard_of_erasures(self) -> None:
        """Return once all that was destroyed before this call is forgotten.

        Asks once for all who ask within the same turn of the event loop.
        """
        if not self._kept.near:
            if self._question is None:
                self._question = asyncio.create_task(self._ask())
            await asyncio.shield(self._question)
        elif not self._up_to_date:
            self._take(self._kept.destroyed_after(self.heard))
            self._up_to_date = True
            asyncio.get_running_loop().call_soon(self._turn_over)

    async def keys_of(self, clients: Sequence[str]) -> dict[str, bytes]:
        """Those of `clients` that have one (still)."""
        return await self._asked(self._kept.keys_of, clients)

    async def tombstones(self, clients: Sequence[str]) -> dict[str, Tombstone]:
        """Of those among `clients` whose keys were destroyed."""
        found = await self._asked(self._kept.tombstones, clients)
        return {tombstone.client: tombstone for tombstone in found}

    async def close(self) -> None:
        await self._asked(self._kept.close)
        self._watcher.shutdown()

    def _turn_over(self) -> None:
        self._up_to_date = False

    async def _ask(self) -> None:
        async with self._underway:
            self._question = None  # whoever comes from here on needs another answer
            self._take(await self._asked(self._kept.destroyed_after, self.heard))

    def _take(self, destroyed: list[tuple[int, str]]) -> None:
        for number, client in destroyed:
            self.heard = number
            self._forget(client)

    async def _asked(self, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        if self._kept.near:
            return work(*args, **named)
        return await asyncio.get_running_loop().run_in_executor(self._watcher, work, *args)
