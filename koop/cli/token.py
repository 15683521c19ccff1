"""`koop token`: an identity for one's own machine."""

from datetime import timedelta
from typing import Annotated, get_args

import typer

from contracts.envelope import Role
from kernel.clock import SystemClock
from koop.cli.asking import JOBCENTER
from koop.cli.console import out
from koop.cli.unusable import Unusable
from koop.identity import development_issuer
from koop.settings import settings


def token(
    role: Annotated[str, typer.Option(help=", ".join(get_args(Role)))],
    sub: Annotated[str, typer.Option(help="Who it is for, e.g. staff-17 or client-4711.")],
    jobcenter: Annotated[str, typer.Option(help="Whom they act for.")] = JOBCENTER,
    client: Annotated[str | None, typer.Option(help="For a representative: of whom.")] = None,
    hours: Annotated[float, typer.Option(help="How long it is valid.", min=0.01)] = 12,
) -> None:
    """Print a signed token. Works with KOOP_MODE=development alone."""
    if role not in get_args(Role):
        raise Unusable(f"There is no role {role!r}; there are {', '.join(get_args(Role))}.")
    issuer = development_issuer(settings(), SystemClock())
    signed = issuer.token(role, sub, jobcenter, client, timedelta(hours=hours))  # type: ignore[arg-type]  # checked above
    out.print(signed, markup=False, no_wrap=True, crop=False)
