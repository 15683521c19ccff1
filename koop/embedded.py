"""Every service in one process: views and keys in one folder, events there or on a server."""

from typing import Any

from fastapi import FastAPI

from kernel.following import Follower, Following
from kernel.http import Check
from kernel.projections import Projection
from koop.composition import SERVICES, Composition
from koop.readiness import followers_keep_up


class Embedded(Composition):
    """`following` runs what follows the events."""

    following: Following

    @property
    def apps(self) -> dict[str, tuple[int, FastAPI]]:
        """Each service's HTTP app, with the port that it should have."""
        return {
            name: (self.settings.port_of(name), service.api)
            for name, service in self.services.items()
        }

    @property
    def followers(self) -> list[Follower]:
        return [one for service in self.services.values() for one in service.followers]

    @property
    def projections(self) -> list[Projection[Any]]:
        return [one for service in self.services.values() for one in service.projections]

    def service_of(self, projection: Projection[Any]) -> str:
        """The name of the service whose read model it is."""
        return next(
            name for name, service in self.services.items() if projection in service.projections
        )

    async def _prepare(self) -> None:
        await super()._prepare()
        for name in SERVICES:
            self.build(name, {"followers": self._keep_up(name)})
        self.following = Following(self.store, self.followers)

    def _keep_up(self, name: str) -> Check:
        return followers_keep_up(lambda: self.services[name].followers, self.most_behind)
