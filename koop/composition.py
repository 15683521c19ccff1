"""What services are put together from: files and servers opened once, closed in the end."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Self

from kernel.access_log import AccessLog
from kernel.clock import Clock, SystemClock
from kernel.database import Database
from kernel.event_store.opening import open_event_store, positions_per_event
from kernel.http import Check
from kernel.movable_clock import MovableClock
from kernel.parts import Hears, Parts, from_the_store
from kernel.roles import Service
from kernel.sealing import KeyStore, master_key
from kernel.sealing.command_key import CommandKey
from kernel.sealing.master import MasterKey
from koop.identity import verifier_of
from koop.readiness import store_is_writable
from koop.settings import Settings
from koop.views_of import check_files, check_schemas


class Composition:
    """`async with` opens what every service needs; `build` makes one out of it."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or _clock_of(settings)
        self.services: dict[str, Service] = {}
        self._databases: dict[str, Database] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Raises SettingsRefused, MasterKeyMissing, WrongMasterKey, NotAnEventStore, StoreFull,
        StoreUnavailable, ConnectionStringRefused."""
        try:
            await self._prepare()
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def build(
        self, name: str, checks: Mapping[str, Check], hears: Hears = from_the_store
    ) -> Service:
        """The service of that name; `checks` decide on readiness, beside that of the store."""
        parts = self._parts(name, hears, checks)
        self.services[name] = service = _BUILD[name](self, parts)
        return service

    def database(self, name: str, *, durable: bool = False) -> Database:
        """That of a service, or of what is no service's own: opened once, closed in the end."""
        if name not in self._databases:
            opened = self._opened(name, durable)
            self._open.push_async_callback(opened.close)
            self._databases[name] = opened
        return self._databases[name]

    def _opened(self, name: str, durable: bool) -> Database:
        """A file of that name, or a schema on the server that the settings name."""
        server = self.settings.database
        if server is None:
            return Database(self.settings.data_dir / f"{name}.db", durable=durable)
        return Database(server.get_secret_value(), schema=name, durable=durable)

    def command_key(self, name: str) -> CommandKey:
        """What commands to that service are encrypted for, for as long as the master key stays."""
        return CommandKey(self._master.derived(f"commands/{name}"))

    async def _prepare(self) -> None:
        folder = self.settings.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        if self.settings.database is None:
            check_files(folder, self.settings.events_at)
        self.verifier = verifier_of(self.settings, self.clock)
        self._master = self._master_key()
        self.keys = KeyStore(self.settings.keys_at, self._master)
        self._open.push_async_callback(self.keys.close)
        self.store = await open_event_store(self.settings.events_at)
        self._open.push_async_callback(self.store.close)
        kept = self.database("access", durable=True)
        self.accesses = AccessLog(kept)
        await self.accesses.prepare()
        if self.settings.database is not None:
            await check_schemas(kept, self.settings.events_at)

    def _parts(self, name: str, hears: Hears, checks: Mapping[str, Check]) -> Parts:
        return Parts(
            store=self.store,
            database=self.database(name),
            accesses=self.accesses,
            keys=self.keys,
            verifier=self.verifier,
            clock=self.clock,
            regime_of=self.settings.regime_of,
            checks={"event store": store_is_writable(self.store), **checks},
            hears=hears,
            command_key=self.command_key(name),
        )

    @property
    def most_behind(self) -> int:
        """Positions by which somebody may lag and still count as keeping up."""
        return self.settings.ready_lag * positions_per_event(self.settings.events_at)

    def _master_key(self) -> MasterKey:
        secret = self.settings.master_key
        configured = secret.get_secret_value() if secret else None
        return master_key(configured, self.settings.data_dir, self.settings.mode)


def _clock_of(settings: Settings) -> Clock:
    return MovableClock() if settings.clock == "movable" else SystemClock()


def _plan(_: Composition, parts: Parts) -> Service:
    from services.plan.app import build

    return build(parts)


def _mediation(_: Composition, parts: Parts) -> Service:
    from services.mediation.app import build

    return build(parts)


def _notifications(composition: Composition, parts: Parts) -> Service:
    from services.notifications.app import build

    settings = composition.settings
    return build(
        parts,
        outbox=settings.data_dir / "outbox",
        sender=settings.mail_from,
        mail_server=settings.mail_server,
    )


def _audit(_: Composition, parts: Parts) -> Service:
    from services.audit.app import build

    return build(parts)


_BUILD: Mapping[str, Callable[[Composition, Parts], Service]] = {
    "plan": _plan,
    "mediation": _mediation,
    "notifications": _notifications,
    "audit": _audit,
}
"""Each is loaded when it is built: a process of one service starts without the others."""

SERVICES = tuple(_BUILD)
