"""`koop dead-letters`: what was not done and will not be tried again by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from rich.table import Table

from kernel.dead_letters import DeadLetter
from kernel.following.patience import describe
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.composition import SERVICES
from koop.receivers import Receiver, receivers
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)

Subject = Annotated[str, typer.Argument(help="As the list shows it; its beginning will do.")]


@app.callback()
def _group() -> None:
    """Look after what was not done."""


@app.command("list")
def list_all() -> None:
    """Every dead letter of every service, in the order of their events."""
    asyncio.run(_list())


@app.command()
def show(subject: Subject) -> None:
    """One letter with all that is known of it; personal texts stay sealed."""
    asyncio.run(_show(subject))


@app.command()
def replay(subject: Subject) -> None:
    """Try once more; the letter is gone when that succeeds."""
    asyncio.run(_replay(subject))


@app.command()
def discard(subject: Subject) -> None:
    """It was dealt with in another way, or need not be."""
    asyncio.run(_discard(subject))


async def _list() -> None:
    table = Table("letter", "of", "event", "where", "tries", "why")
    async with _all() as found:
        for _, one in found:
            where = f"{one.stream} ({one.position})"
            table.add_row(one.subject, one.source, one.type, where, str(one.attempts), one.reason)
    if table.row_count:
        out.print(table)
    else:
        out.print("There are no dead letters.")


async def _show(subject: str) -> None:
    async with _all() as found:
        receiver, letter = _the_one(found, subject)
        for name in letter.__dataclass_fields__:
            out.print(f"{name:<12} {getattr(letter, name)}", markup=False)
        for name, value in (await receiver.dead_letters.details(letter)).items():
            out.print(f"{name:<12} {value}", markup=False)


async def _replay(subject: str) -> None:
    async with _all() as found:
        receiver, letter = _the_one(found, subject)
        try:
            await receiver.replay(letter)
        except Exception as error:
            raise Unusable(f"It failed again, and the letter is kept: {describe(error)}") from error
        out.print(f"{letter.source} has dealt with {letter.subject}.")


async def _discard(subject: str) -> None:
    async with _all() as found:
        receiver, letter = _the_one(found, subject)
        await receiver.dead_letters.discard(letter)
        out.print(f"{letter.subject} of {letter.source} is discarded.")


@asynccontextmanager
async def _all() -> AsyncIterator[list[tuple[Receiver, DeadLetter]]]:
    async with receivers(settings(), SERVICES) as some:
        letters = [(one, letter) for one in some for letter in await one.dead_letters.all(one.name)]
        yield sorted(letters, key=lambda pair: (pair[1].position, pair[1].subject))


def _the_one(found: list[tuple[Receiver, DeadLetter]], subject: str) -> tuple[Receiver, DeadLetter]:
    fitting = [pair for pair in found if pair[1].subject.startswith(subject)]
    if len(fitting) != 1:
        many = "no letter" if not fitting else f"{len(fitting)} letters"
        raise Unusable(f"{subject!r} names {many}: see `koop dead-letters list`.")
    return fitting[0]
