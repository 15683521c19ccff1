"""What `koop audit` looks for: the same options wherever events or consents are listed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from contracts.envelope import Role

PlanOption = Annotated[UUID | None, typer.Option("--plan", help="One plan only.")]
Client = Annotated[str | None, typer.Option(help="Whose plans.")]
Person = Annotated[str | None, typer.Option(help="Who acted, or for whom somebody acted.")]
RoleOption = Annotated[Role | None, typer.Option("--role", help="In which role.")]
Kinds = Annotated[list[str] | None, typer.Option(help="PlanAgreed; may be repeated.")]
Since = Annotated[datetime | None, typer.Option("--from", help="From then on (UTC).")]
Before = Annotated[datetime | None, typer.Option("--to", help="Before then (UTC).")]
Correlation = Annotated[UUID | None, typer.Option(help="All that followed from one command.")]
Until = Annotated[int | None, typer.Option(help="As it was at this position.", min=0)]

FILTERS = {
    "plan": "plan",
    "client": "client",
    "person": "person",
    "since": "from",
    "before": "to",
    "until": "until",
}
EVENT_FILTERS = {**FILTERS, "role": "role", "kind": "kind", "correlation": "correlation"}
"""What they are called here, and over HTTP."""

Value = str | int | list[str]


def sent(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Value]:
    """The options that were given, as they are asked for over HTTP."""
    found = {name: given[option] for option, name in names.items() if given[option] is not None}
    return {name: _value(one) for name, one in found.items()}


def _value(given: Any) -> Value:
    if isinstance(given, int | list):
        return given
    return utc(given) or "" if isinstance(given, datetime) else str(given)


def utc(moment: datetime | None) -> str | None:
    """Times are given without an offset here."""
    return moment.isoformat() + "Z" if moment else None
