"""One service as a process of its own, whole or some of its roles; it hears others over Kafka."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from fastapi import FastAPI

from contracts.topics import CATEGORIES
from kernel.clock import Clock
from kernel.following import Follower, Following
from kernel.http import Check, create_app
from kernel.leases import Lease, Led
from kernel.parts import from_the_store
from kernel.roles import Role, Service
from koop.composition import Composition
from koop.over_kafka import OverKafka
from koop.readiness import followers_keep_up, read_models_keep_up
from koop.settings import Settings


class Process(Composition):
    """`async with` opens what the roles need; `following` runs what follows, `app` answers.

    Any number of these may run beside each other. Of what must be done once, one leads; the
    partitions of topics are shared.
    """

    following: Following
    service: Service

    def __init__(
        self, settings: Settings, name: str, roles: Sequence[Role], clock: Clock | None = None
    ) -> None:
        """Raises SettingsRefused."""
        super().__init__(settings, clock)
        self.name, self.roles = name, frozenset(roles)
        self._kafka = OverKafka(settings, name) if self._needs_kafka else None
        self._me = settings.instance or uuid4().hex
        self.commanding: Sequence[Follower] = ()

    @property
    def app(self) -> FastAPI:
        """Without the role `api` it tells of its health alone."""
        return self.service.api if "api" in self.roles else self._health

    @property
    def _needs_kafka(self) -> bool:
        return self.name in CATEGORIES and bool(self.roles & {"relay", "reactions", "commands"})

    async def _prepare(self) -> None:
        await super()._prepare()
        if self._kafka is not None:
            self._open.push_async_callback(self._kafka.close)
        checks = self._checks()
        hears = self._kafka.hears if self._kafka is not None else from_the_store
        self.service = self.build(self.name, checks, hears)
        self._health = create_app(
            title=self.name.capitalize(),
            description=f"Tells how {', '.join(sorted(self.roles))} fare.",
            routers=[],
            verifier=self.verifier,
            store=self.store,
            clock=self.clock,
            checks=checks,
        )
        if self._kafka is not None:
            key = self.command_key(self.name)
            self.commanding = self._kafka.commanding(self.service.api, key, self.clock)
        self.following = Following(self.store, self._followers())

    def _checks(self) -> Mapping[str, Check]:
        return {
            "followers": followers_keep_up(lambda: self.following.followers, self.most_behind),
            "read models": read_models_keep_up(lambda: self.service.projector, self.most_behind),
        }

    def _followers(self) -> list[Follower]:
        """Those of its roles. Timers and whoever fires them are led together."""
        found: list[Follower] = []
        if "relay" in self.roles and self._kafka is not None:
            found.append(self._led(self._kafka.relay(self.store, self.database(self.name))))
        if "projector" in self.roles:
            found += [self._led(one) for one in self.service.projector]
        if "reactions" in self.roles:
            found += self.service.reactions
        if "deadlines" in self.roles and self.service.deadlines:
            found.append(self._led(*reversed(self.service.deadlines)))
        if "commands" in self.roles:
            found += self.commanding
        return found

    def _led(self, follower: Follower, *companions: Follower) -> Led:
        lease = Lease(self.database(self.name), follower.name, self._me)
        return Led(lease, follower, *companions)
