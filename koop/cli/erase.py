"""`koop erase`: destroy a client's key, and with it every text about them."""

import asyncio
from typing import Annotated

import typer

from koop.cli.console import out
from koop.embedded import Embedded
from koop.settings import settings


def erase(
    client: Annotated[str, typer.Argument(help="The client's id.")],
    by: Annotated[str, typer.Option(help="Who decided it.")],
    reason: Annotated[str, typer.Option(help="On which ground, e.g. Art. 17 (1) (a) GDPR.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase every personal text about a client, everywhere, for ever.

    What was agreed when, by whom and under which digest stays and stays provable; the texts cannot
    be read by anyone any more. Backups of keys.db must be destroyed as well.
    """
    if not yes:
        typer.confirm(f"Nobody will ever read a text about {client} again. Go on?", abort=True)
    asyncio.run(_erase(client, by, reason))


async def _erase(client: str, by: str, reason: str) -> None:
    async with Embedded(settings()) as embedded:
        at = embedded.clock.now()
        tombstone = await embedded.keys.destroy(client, by=by, reason=reason, at=at)
        out.print(f"Erased at {tombstone.at:%Y-%m-%d %H:%M:%S} UTC by {tombstone.by}.")
