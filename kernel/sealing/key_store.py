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
from kernel.sealing.jwe import thumbprint
from kernel.sealing.key_file import KeyFile, Tombstone
from kernel.sealing.master import MasterKey

IN_MEMORY = 10_000
"""Keys; the oldest goes when another comes."""

P = ParamSpec("P")
R = TypeVar("R")


class KeyStore:
    """For one event loop. Any number of processes may share the file: what one destroys, the
    others hear of before they use a key again. Everything raises StoreFull, StoreUnavailable."""

    def __init__(self, path: Path, master: MasterKey) -> None:
        """Raises WrongMasterKey."""
        self._master = master
        self._file, self._watch = KeyFile(path), KeyFile(path)
        self._worker = ThreadPoolExecutor(1, "keys")
        self._keys: dict[str, LiveKey | ErasedKey] = {}
        self._heard, self._up_to_date = 0, False
        if wrapped := self._file.any_key():
            master.unwrap(wrapped)

    async def of(self, client: str) -> ClientKey:
        """The client's key, made durable now if there was none; an ErasedKey once destroyed."""
        return self._known(client) or self._remember(
            client, await self._in_worker(self._made, client)
        )

    async def seal_for(self, client: str) -> Seal:
        return (await self.of(client)).seal

    async def open_for(self, client: str) -> Open:
        """Makes no key: a reader who asks for a client that nobody knows leaves no trace."""
        if (known := self._known(client)) is not None:
            return known.open
        wrapped = await self._in_worker(self._file.key_of, client)
        if wrapped is None and self._watch.tombstone(client) is None:
            return NoKey(client).open
        return self._remember(client, wrapped).open

    async def request_hash(self, client: str, body: bytes) -> str:
        return (await self.of(client)).request_hash(body)

    async def destroy(self, client: str, *, by: str, reason: str, at: datetime) -> Tombstone:
        """Erase everything that was ever sealed for `client`, wherever copies of it are.

        Repeating it is fine and answers as the first time did.
        """
        await self._in_worker(self._file.destroy, client, by, reason, at)
        self._hear()
        tombstone = self._watch.tombstone(client)
        assert tombstone is not None
        return tombstone

    async def tombstone(self, client: str) -> Tombstone | None:
        """Whether, by whom and why the key was destroyed."""
        return await self._in_worker(self._file.tombstone, client)

    async def close(self) -> None:
        await self._in_worker(self._file.close)
        self._worker.shutdown()
        self._watch.close()

    def _known(self, client: str) -> LiveKey | ErasedKey | None:
        """Asks the file once for all who ask within the same turn of the event loop: asking takes
        some microseconds, but gives up the interpreter's lock, which a busy writer may keep."""
        if not self._up_to_date:
            self._hear()
            self._up_to_date = True
            asyncio.get_running_loop().call_soon(self._turn_over)
        return self._keys.get(client)

    def _turn_over(self) -> None:
        self._up_to_date = False

    def _hear(self) -> None:
        """What keeps another process's erasure from being undone here."""
        for number, client in self._watch.destroyed_after(self._heard):
            self._heard = number
            self._forget(client)

    def _forget(self, client: str) -> None:
        known = self._keys.pop(client, None)
        if isinstance(known, LiveKey):
            known.forget()

    def _remember(self, client: str, wrapped: bytes | None) -> LiveKey | ErasedKey:
        """The file is asked again: the key may have been destroyed on its way from the worker."""
        if len(self._keys) >= IN_MEMORY:
            del self._keys[next(iter(self._keys))]
        if wrapped is None or self._watch.tombstone(client) is not None:
            return self._keys.setdefault(client, ErasedKey(client))
        return self._keys.setdefault(client, LiveKey(client, self._master.unwrap(wrapped)))

    def _made(self, client: str) -> bytes | None:
        """In the worker. None where the key was destroyed."""
        if (wrapped := self._file.key_of(client)) is not None:
            return wrapped
        secret = os.urandom(32)
        self._file.add(client, thumbprint(secret), self._master.wrap(secret))
        return self._file.key_of(client)

    async def _in_worker(self, work: Callable[P, R], *args: P.args, **_: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *args)
