"""`koop up` and `koop demo`."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
import uvloop

from koop.cli.console import out
from koop.demo.play import play
from koop.embedded import Embedded
from koop.serving import Servers
from koop.settings import Settings, settings


def up() -> None:
    """Run every service in this process until Ctrl-C."""
    uvloop.run(_up(settings()))


def demo(
    keep: Annotated[Path | None, typer.Option(help="A new folder for what it writes.")] = None,
) -> None:
    """Play the whole story on the real services, while a simulated clock runs."""
    with TemporaryDirectory(prefix="koop-demo-") as passing:
        uvloop.run(play(keep or Path(passing), out))


async def _up(chosen: Settings) -> None:
    async with Embedded(chosen) as embedded:
        servers = Servers(chosen.host, embedded.apps)
        async with embedded.following:
            for name, url in servers.urls.items():
                out.print(f"{name:<14} {url}   {url}/docs")
            await servers.serve()
