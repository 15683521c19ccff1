"""`koop events`: what was said, as it is stored."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kernel.codec import metadata
from kernel.event_store import StoredEvent
from kernel.event_store.opening import is_server, open_event_store
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look at the events themselves."""


@app.command()
def tail(
    after: Annotated[int, typer.Option(help="Begin behind this position.", min=0)] = 0,
    category: Annotated[list[str] | None, typer.Option(help="plan, mediation, …")] = None,
    follow: Annotated[bool, typer.Option(help="Wait for new ones.")] = True,
) -> None:
    """Print one line per event, then every new one. Personal texts stay sealed."""
    where = settings().events_at
    if not is_server(where) and not Path(where).exists():
        raise Unusable(f"There is no event store at {where}: see KOOP_DATA_DIR, KOOP_EVENT_STORE.")
    asyncio.run(_tail(where, after, tuple(category or ()), follow))


async def _tail(where: str, after: int, categories: tuple[str, ...], follow: bool) -> None:
    store = await open_event_store(where)
    try:
        async for page in store.subscribe(after=after, categories=categories):
            for event in page.events:
                out.print(_line(event), markup=False)
            if page.caught_up and not follow:
                return
    finally:
        await store.close()


def _line(event: StoredEvent) -> str:
    about = metadata(event)
    return (
        f"{event.position:>8} {about.time:%Y-%m-%d %H:%M:%S} {event.stream}@{event.revision} "
        f"{event.type} {about.actor.role}:{about.actor.sub}"
    )
