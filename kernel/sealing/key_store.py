"""The clients' keys: made at first use, kept in memory, destroyed for ever."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from contracts.sealed import Open, Seal
from kernel.sealing.client_key import ClientKey, ErasedKey, LiveKey, NoKey
from kernel.sealing.erasures import Erasures
from kernel.sealing.jwe import thumbprint
from kernel.sealing.kept_keys import KeptKeys, Tombstone
from kernel.sealing.key_file import KeyFile
from kernel.sealing.key_table import KeyTable
from kernel.sealing.master import MasterKey

IN_MEMORY = 10_000
"""Keys; the oldest goes when another comes."""

P = ParamSpec("P")
R = TypeVar("R")


class KeyStore:
    """For one event loop. Any number of processes may share the keys: what one destroys, the
    others hear of before they use a key again; where that cannot be asked, none is used.
    Everything raises StoreFull, StoreUnavailable."""

    def __init__(self, where: Path | str, master: MasterKey) -> None:
        """A file, or `postgresql://…`. Raises WrongMasterKey, DatabaseRefused."""
        self._master = master
        self._kept = _kept_for(where, master)
        self._erasures = Erasures(_kept(where), self._forget)
        self._worker = ThreadPoolExecutor(1, "keys")
        self._keys: dict[str, LiveKey | ErasedKey] = {}

    async def of(self, client: str) -> ClientKey:
        """The client's key, made durable now if there was none; an ErasedKey once destroyed."""
        if (known := await self._known(client)) is not None:
            return known
        return await self._remember(client, await self._in_worker(self._made, client))

    async def seal_for(self, client: str) -> Seal:
        return (await self.of(client)).seal

    async def open_for(self, client: str) -> Open:
        """Makes no key: a reader who asks for a client that nobody knows leaves no trace."""
        if (known := await self._known(client)) is not None:
            return known.open
        wrapped = await self._in_worker(self._kept.key_of, client)
        if wrapped is None and await self._erasures.of(client) is None:
            return NoKey(client).open
        return (await self._remember(client, wrapped)).open

    async def request_hash(self, client: str, body: bytes) -> str:
        return (await self.of(client)).request_hash(body)

    async def destroy(self, client: str, *, by: str, reason: str, at: datetime) -> Tombstone:
        """Erase everything that was ever sealed for `client`, wherever copies of it are.

        Repeating it is fine and answers as the first time did.
        """
        await self._in_worker(self._kept.destroy, client, by, reason, at)
        await self._erasures.heard_of()
        tombstone = await self._erasures.of(client)
        assert tombstone is not None
        return tombstone

    async def tombstone(self, client: str) -> Tombstone | None:
        """Whether, by whom and why the key was destroyed."""
        return await self._in_worker(self._kept.tombstone, client)

    async def close(self) -> None:
        await self._in_worker(self._kept.close)
        self._worker.shutdown()
        await self._erasures.close()

    async def _known(self, client: str) -> LiveKey | ErasedKey | None:
        await self._erasures.heard_of()
        return self._keys.get(client)

    def _forget(self, client: str) -> None:
        known = self._keys.pop(client, None)
        if isinstance(known, LiveKey):
            known.forget()

    async def _remember(self, client: str, wrapped: bytes | None) -> LiveKey | ErasedKey:
        """Asks again: the key may have been destroyed on its way from the worker. And again, if
        an erasure was heard of meanwhile: it may have been this one."""
        heard = -1
        while wrapped is not None and heard != self._erasures.heard:
            heard = self._erasures.heard
            if await self._erasures.of(client) is not None:
                wrapped = None
        if len(self._keys) >= IN_MEMORY:
            del self._keys[next(iter(self._keys))]
        if wrapped is None:
            return self._keys.setdefault(client, ErasedKey(client))
        return self._keys.setdefault(client, LiveKey(client, self._master.unwrap(wrapped)))

    def _made(self, client: str) -> bytes | None:
        """In the worker. None where the key was destroyed."""
        if (wrapped := self._kept.key_of(client)) is not None:
            return wrapped
        secret = os.urandom(32)
        self._kept.add(client, thumbprint(secret), self._master.wrap(secret))
        return self._kept.key_of(client)

    async def _in_worker(self, work: Callable[P, R], *args: P.args, **_: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *args)


def _kept(where: Path | str) -> KeptKeys:
    return KeyFile(where) if isinstance(where, Path) else KeyTable(where)


def _kept_for(where: Path | str, master: MasterKey) -> KeptKeys:
    kept = _kept(where)
    try:
        if wrapped := kept.any_key():
            master.unwrap(wrapped)
    except BaseException:
        kept.close()
        raise
    return kept
