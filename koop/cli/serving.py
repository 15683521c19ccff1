"""`koop serve`: one service as a process of its own."""

from enum import StrEnum
from typing import Annotated

import typer
import uvloop

from kernel.roles import ROLES, Role
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.clock_in_hand import in_hand
from koop.process import Process
from koop.serving import Servers
from koop.settings import Settings, settings

Name = StrEnum("Name", ["plan", "mediation", "notifications", "audit"])


def serve(
    service: Annotated[Name, typer.Argument(help="Which service.")],
    role: Annotated[
        list[str] | None,
        typer.Option(help=f"Some of {', '.join(ROLES)}; commas are fine. None: all."),
    ] = None,
) -> None:
    """Run one service until it is told to stop; it hears the others over Kafka (KOOP_KAFKA)."""
    uvloop.run(_serve(settings(), service.value, _roles(role)))


def _roles(named: list[str] | None) -> list[Role]:
    wanted = [one.strip() for some in named or ROLES for one in some.split(",")]
    unknown = [one for one in wanted if one not in ROLES]
    if unknown:
        raise Unusable(f"There is no role {unknown[0]!r}; there are {', '.join(ROLES)}.")
    return [one for one in ROLES if one in wanted]


async def _serve(chosen: Settings, name: str, roles: list[Role]) -> None:
    async with Process(chosen, name, roles) as process:
        apps = {name: (chosen.port_of(name), process.app)}
        servers = Servers(chosen.host, in_hand(apps, process))
        async with process.following:
            out.print(f"{name:<14} {servers.urls[name]}   {', '.join(roles)}")
            await servers.serve()
