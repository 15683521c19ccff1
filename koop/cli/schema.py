"""`koop schema`: the JSON Schemas of the events."""

from typing import Annotated

import typer

from contracts import json_schema
from koop.cli.console import out


def schema(
    check: Annotated[bool, typer.Option(help="Write nothing; fail if anything differs.")] = False,
) -> None:
    """Write the JSON Schemas anew from the models."""
    changed = json_schema.drifted() if check else json_schema.write()
    for path in changed:
        out.print(f"{path.relative_to(json_schema.FOLDER.parent.parent)}")
    if check and changed:
        out.print("These differ from the models. Run `make schema` and commit what it writes.")
        raise typer.Exit(1)
    if not changed:
        out.print("The schemas are those of the models.")
