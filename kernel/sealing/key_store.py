"""The clients' keys: made at first use, kept in memory, destroyed for ever."""

import asyncio
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from contracts.sealed import Open, Seal
from kernel.bounded import forget_oldest
from kernel.sealing.client_key import ClientKey, ErasedKey, LiveKey, NoKey
from kernel.sealing.jwe import thumbprint
from kernel.sealing.kept_keys import KeptKeys, Tombstone
from kernel.sealing.key_file import KeyFile
from kernel.sealing.key_reader import KeyReader
from kernel.sealing.key_table import KeyTable
from kernel.sealing.master import MasterKey

IN_MEMORY = 10_000
"""Keys; the oldest go when others come."""

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
        self._reader = KeyReader(_kept(where), self._forget)
        self._worker = ThreadPoolExecutor(1, "keys")
        self._keys: dict[str, LiveKey | ErasedKey] = {}

    async def of(self, client: str) -> ClientKey:
        """The client's key, made durable now if there was none; an ErasedKey once destroyed."""
        known = await self._known([client])
        if not known:
            known = await self._remember([client], await self._in_worker(self._made, client))
        return known[client]

    async def seal_for(self, client: str) -> Seal:
        return (await self.of(client)).seal

    async def open_for(self, client: str) -> Open:
        return (await self.open_for_all([client]))[client]

    async def open_for_all(self, clients: Collection[str]) -> dict[str, Open]:
        """Makes no key: a reader who asks for a client that nobody knows leaves no trace."""
        keys = await self._known(clients)
        if unknown := [client for client in clients if client not in keys]:
            wrapped = await self._reader.keys_of(unknown)
            keys |= await self._remember(unknown, wrapped)
        return {one: keys[one].open if one in keys else NoKey(one).open for one in clients}

    async def request_hash(self, client: str, body: bytes) -> str:
        return (await self.of(client)).request_hash(body)

    async def destroy(self, client: str, *, by: str, reason: str, at: datetime) -> Tombstone:
        """Erase everything that was ever sealed for `client`, wherever copies of it are.

        Repeating it is fine and answers as the first time did.
        """
        await self._in_worker(self._kept.destroy, client, by, reason, at)
        await self._reader.heard_of_erasures()
        return (await self._reader.tombstones([client]))[client]

    async def tombstone(self, client: str) -> Tombstone | None:
        """Whether, by whom and why the key was destroyed."""
        return (await self._reader.tombstones([client])).get(client)

    async def close(self) -> None:
        await self._in_worker(self._kept.close)
        self._worker.shutdown()
        await self._reader.close()

    async def _known(self, clients: Iterable[str]) -> dict[str, LiveKey | ErasedKey]:
        await self._reader.heard_of_erasures()
        return {one: known for one in clients if (known := self._keys.get(one)) is not None}

    def _forget(self, client: str) -> None:
        known = self._keys.pop(client, None)
        if isinstance(known, LiveKey):
            known.forget()

    async def _remember(
        self, clients: Sequence[str], wrapped: Mapping[str, bytes]
    ) -> dict[str, LiveKey | ErasedKey]:
        """Those of `clients` that have a key, or had one. It is asked who has none any more: a key
        may have been destroyed on its way here. And again, if an erasure was heard of
        meanwhile: it may have been of one of these."""
        heard, erased = -1, dict[str, Tombstone]()
        while heard != self._reader.heard:
            heard = self._reader.heard
            erased = await self._reader.tombstones(clients)
        found = dict[str, LiveKey | ErasedKey]()
        for client in clients:
            if client in erased:
                found[client] = self._keys.setdefault(client, ErasedKey(client))
            elif client in wrapped:
                key = LiveKey(client, partial(self._master.unwrap, wrapped[client]))
                found[client] = self._keys.setdefault(client, key)
        forget_oldest(self._keys, IN_MEMORY)
        return found

    def _made(self, client: str) -> dict[str, bytes]:
        """In the worker. Empty where the key was destroyed."""
        if not (wrapped := self._kept.keys_of([client])):
            secret = os.urandom(32)
            self._kept.add(client, thumbprint(secret), self._master.wrap(secret))
            wrapped = self._kept.keys_of([client])
        return wrapped

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
