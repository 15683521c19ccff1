"""`koop up` and `koop demo`."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
import uvloop

from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.clock_in_hand import in_hand
from koop.composition import SERVICES
from koop.demo.play import play, play_against
from koop.embedded import Embedded
from koop.serving import Servers
from koop.settings import Settings, settings

_AGAINST = (
    "Play on a running system: its host, as http://127.0.0.1, or each service's URL, in the order "
    f"{', '.join(SERVICES)}, and then of further processes."
)


def up() -> None:
    """Run every service in this process until Ctrl-C."""
    uvloop.run(_up(settings()))


def demo(
    keep: Annotated[Path | None, typer.Option(help="A new folder for what it writes.")] = None,
    against: Annotated[list[str] | None, typer.Option(help=_AGAINST)] = None,
) -> None:
    """Play the whole story on the real services, while a simulated clock runs."""
    if against:
        uvloop.run(play_against(_addresses(against, settings()), settings(), out))
        return
    with TemporaryDirectory(prefix="koop-demo-") as passing:
        uvloop.run(play(keep or Path(passing), out))


async def _up(chosen: Settings) -> None:
    async with Embedded(chosen) as embedded:
        servers = Servers(chosen.host, in_hand(embedded.apps, embedded))
        async with embedded.following:
            for name, url in servers.urls.items():
                out.print(f"{name:<14} {url}   {url}/docs")
            await servers.serve()


def _addresses(against: list[str], chosen: Settings) -> list[str]:
    """Raises Unusable."""
    urls = [one.rstrip("/") for one in against]
    if len(urls) == 1:
        return [f"{urls[0]}:{chosen.port_of(name)}" for name in SERVICES]
    if len(urls) < len(SERVICES):
        raise Unusable(f"--against wants one host, or the URLs of {', '.join(SERVICES)}.")
    return urls
