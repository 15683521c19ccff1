"""`koop plan`: one plan at a glance."""

from typing import Annotated
from uuid import UUID

import typer

from koop.cli.asking import ask
from koop.cli.console import out
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look at a plan."""


@app.command()
def show(
    plan: Annotated[UUID, typer.Argument(help="The plan's id.")],
    purpose: Annotated[str, typer.Option(help="Why you look; kept in the access record.")],
) -> None:
    """The plan as it stands, as JSON. KOOP_TOKEN says who looks."""
    answer = ask(
        settings(),
        "plan",
        f"/plans/{plan}",
        role="counsellor",
        purpose=purpose,
        accept="application/json",
    )
    out.print_json(answer)
