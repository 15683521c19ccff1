"""`koop events`: what was said, as it is stored."""

import asyncio
from typing import Annotated

import typer

from kernel.codec import metadata
from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from koop.cli.console import out
from koop.cli.errors import Unusable
from koop.settings import Settings, settings

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
    asyncio.run(_tail(settings(), after, tuple(category or ()), follow))


async def _tail(chosen: Settings, after: int, categories: tuple[str, ...], follow: bool) -> None:
    path = chosen.data_dir / "events.db"
    if not path.exists():
        raise Unusable(f"There is no event store in {chosen.data_dir}: see KOOP_DATA_DIR.")
    store = await SqliteEventStore.open(path)
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
