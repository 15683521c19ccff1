"""`koop schema`: JSON Schemas of the events, AsyncAPI of the services."""

from typing import Annotated

import typer

from contracts import committed
from koop.cli.console import out


def schema(
    check: Annotated[bool, typer.Option(help="Write nothing; fail if anything differs.")] = False,
) -> None:
    """Write the JSON Schemas and AsyncAPI documents anew from the models."""
    changed = committed.drifted() if check else committed.write()
    for path in changed:
        out.print(f"{path.relative_to(committed.CONTRACTS.parent)}")
    if check and changed:
        out.print("These differ from the models. Run `make schema` and commit what it writes.")
        raise typer.Exit(1)
    if not changed:
        out.print("Schemas and AsyncAPI documents are those of the models.")
