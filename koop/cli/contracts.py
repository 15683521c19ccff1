"""`koop contracts`: what was promised to those who read our events."""

from typing import Annotated

import typer

from contracts import committed, release
from contracts.compatibility.gate import broken_promises
from koop.cli.console import out
from koop.cli.unusable import Unusable

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """What was promised to those who read our events."""


@app.command()
def check() -> None:
    """Fail where the contracts break what the last release promised."""
    last = release.releases()[-1]
    broken = broken_promises(last, committed.CONTRACTS)
    for sentence in broken:
        out.print(sentence, markup=False)
    if broken:
        raise typer.Exit(1)
    out.print(f"The contracts keep every promise of {last.name}.")


@app.command("release")
def freeze(
    version: Annotated[str, typer.Argument(help="Of the software, e.g. 0.2.0.")],
) -> None:
    """Freeze the contracts and their examples as those of a release."""
    if committed.drifted():
        raise Unusable("The documents are not those of the models: run `make schema` first.")
    check()
    try:
        folder = release.freeze(version)
    except (release.ReleasedAlready, ValueError) as refused:
        raise Unusable(str(refused)) from refused
    out.print(f"Frozen in {folder.name}: commit contracts/releases/{folder.name}.")
