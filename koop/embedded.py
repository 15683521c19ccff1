"""Every service in one process: views and keys in one folder, events there or on a server."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any, Protocol, Self

from fastapi import FastAPI

from kernel.access_log import AccessLog
from kernel.clock import Clock, SystemClock
from kernel.database import Database
from kernel.event_store.opening import open_event_store, positions_per_event
from kernel.following import Follower, Following
from kernel.http import Check
from kernel.parts import Parts
from kernel.projections import Projection
from kernel.sealing import KeyStore, master_key
from koop.identity import verifier_of
from koop.readiness import followers_keep_up, store_is_writable
from koop.settings import Settings
from koop.views_of import check_views
from services.audit.app import build as build_audit
from services.mediation.app import build as build_mediation
from services.notifications.app import build as build_notifications
from services.plan.app import build as build_plan


class Service(Protocol):
    """What the composition root of each service returns."""

    @property
    def api(self) -> FastAPI: ...

    @property
    def followers(self) -> tuple[Follower, ...]: ...


class Embedded:
    """`async with` opens the files and closes them; `following` runs what follows the events."""

    services: Mapping[str, Service]
    following: Following

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Raises SettingsRefused, MasterKeyMissing, WrongMasterKey, NotAnEventStore, StoreFull,
        ConnectionStringRefused."""
        try:
            await self._build()
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    @property
    def apps(self) -> dict[str, tuple[int, FastAPI]]:
        """Each service's HTTP app, with the port that it should have."""
        return {
            name: (getattr(self.settings, f"{name}_port"), service.api)
            for name, service in self.services.items()
        }

    @property
    def followers(self) -> list[Follower]:
        return [one for service in self.services.values() for one in service.followers]

    @property
    def projections(self) -> list[Projection[Any]]:
        return [one for one in self.followers if isinstance(one, Projection)]

    async def _build(self) -> None:
        folder = self.settings.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        check_views(folder, self.settings.events_at)
        self.verifier = verifier_of(self.settings, self.clock)
        self.keys = self._keys()
        self._open.push_async_callback(self.keys.close)
        self.store = await open_event_store(self.settings.events_at)
        self._open.push_async_callback(self.store.close)
        self.accesses = AccessLog(self._database("access", durable=True))
        await self.accesses.prepare()
        self.services = {
            "plan": build_plan(self._parts("plan")),
            "mediation": build_mediation(self._parts("mediation")),
            "notifications": build_notifications(
                self._parts("notifications"),
                outbox=folder / "outbox",
                sender=self.settings.mail_from,
                mail_server=self.settings.mail_server,
            ),
            "audit": build_audit(self._parts("audit")),
        }
        self.following = Following(self.store, self.followers)

    def _parts(self, service: str) -> Parts:
        return Parts(
            store=self.store,
            database=self._database(service),
            accesses=self.accesses,
            keys=self.keys,
            verifier=self.verifier,
            clock=self.clock,
            regime_of=self.settings.regime_of,
            checks=self._checks(service),
        )

    def _checks(self, name: str) -> Mapping[str, Check]:
        return {
            "event store": store_is_writable(self.store),
            "followers": followers_keep_up(
                lambda: self.services[name].followers,
                self.settings.ready_lag * positions_per_event(self.settings.events_at),
            ),
        }

    def _database(self, name: str, *, durable: bool = False) -> Database:
        database = Database(self.settings.data_dir / f"{name}.db", durable=durable)
        self._open.push_async_callback(database.close)
        return database

    def _keys(self) -> KeyStore:
        secret = self.settings.master_key
        configured = secret.get_secret_value() if secret else None
        folder = self.settings.data_dir
        return KeyStore(folder / "keys.db", master_key(configured, folder, self.settings.mode))
