"""`koop audit`: who agreed to what and when."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import typer

from koop.cli.asking import ask
from koop.cli.console import out
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)

Plan = Annotated[UUID, typer.Argument(help="The plan's id.")]
Purpose = Annotated[str, typer.Option(help="Why you look; kept in the access record.")]
Format = Annotated[Literal["text", "json", "csv"], typer.Option("--format", help="As what.")]

_MEDIA_TYPE = {"text": "text/plain", "json": "application/json", "csv": "text/csv"}


@app.callback()
def _group() -> None:
    """Who agreed to what and when. KOOP_TOKEN says who asks."""


@app.command()
def trail(plan: Plan, purpose: Purpose, form: Format = "text") -> None:
    """Everything that happened to a plan, in order."""
    _print(f"/audit/plans/{plan}/trail", purpose, form)


@app.command()
def diff(plan: Plan, a: int, b: int, purpose: Purpose, form: Format = "text") -> None:
    """What is different between two agreed versions, and why."""
    _print(f"/audit/plans/{plan}/versions/{a}/differences/{b}", purpose, form)


@app.command("as-of")
def as_of(
    plan: Plan,
    purpose: Purpose,
    time: Annotated[datetime | None, typer.Option(help="At this moment (UTC).")] = None,
    position: Annotated[int | None, typer.Option(help="After this event.", min=0)] = None,
    form: Format = "text",
) -> None:
    """The plan as it stood at a moment."""
    moment = time.isoformat() + "Z" if time else None
    _print(f"/audit/plans/{plan}/as-of", purpose, form, time=moment, position=position)


def _print(path: str, purpose: str, form: str, **query: str | int | None) -> None:
    answer = ask(
        settings(),
        "audit",
        path,
        role="auditor",
        purpose=purpose,
        accept=_MEDIA_TYPE[form],
        **query,
    )
    if form == "json":
        out.print_json(answer)
    else:
        out.print(answer, markup=False)
