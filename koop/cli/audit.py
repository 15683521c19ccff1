"""`koop audit`: who agreed to what and when."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer

from koop.cli.asking import ask
from koop.cli.audit_filters import (
    EVENT_FILTERS,
    FILTERS,
    Before,
    Client,
    Correlation,
    Kinds,
    Person,
    PlanOption,
    RoleOption,
    Since,
    Until,
    sent,
    utc,
)
from koop.cli.console import out
from koop.cli.fetching import fetch
from koop.settings import settings

app = typer.Typer(no_args_is_help=True)

Plan = Annotated[UUID, typer.Argument(help="The plan's id.")]
Purpose = Annotated[str, typer.Option(help="Why you look; kept in the access record.")]
Format = Annotated[Literal["text", "json", "csv"], typer.Option("--format", help="As what.")]

MOMENT = "2 or v2 is an agreed version, @120 a position, 2026-03-02T10:15:00Z a time, now is now."

_MEDIA_TYPE = {"text": "text/plain", "json": "application/json", "csv": "text/csv"}


@app.callback()
def _group() -> None:
    """Who agreed to what and when. KOOP_TOKEN says who asks."""


@app.command()
def trail(plan: Plan, purpose: Purpose, form: Format = "text") -> None:
    """Everything that happened to a plan, in order."""
    _print(f"/audit/plans/{plan}/trail", purpose, form)


@app.command()
def diff(
    plan: Plan,
    a: Annotated[str, typer.Argument(help=MOMENT)],
    b: Annotated[str, typer.Argument(help=MOMENT)],
    purpose: Purpose,
    form: Format = "text",
) -> None:
    """What is different between two moments, and why; between two versions: what was agreed."""
    if a.isdigit() and b.isdigit():
        _print(f"/audit/plans/{plan}/versions/{a}/differences/{b}", purpose, form)
    else:
        query = {"from": _moment(a), "to": _moment(b)}
        _print(f"/audit/plans/{plan}/differences", purpose, form, **query)


@app.command("as-of")
def as_of(
    plan: Plan,
    *,
    purpose: Purpose,
    time: Annotated[datetime | None, typer.Option(help="At this moment (UTC).")] = None,
    position: Annotated[int | None, typer.Option(help="After this event.", min=0)] = None,
    version: Annotated[int | None, typer.Option(help="When it was agreed.", min=1)] = None,
    form: Format = "text",
) -> None:
    """The plan as it stood at a moment."""
    query = {"time": utc(time), "position": position, "version": version}
    _print(f"/audit/plans/{plan}/as-of", purpose, form, **query)


@app.command()
def tree(
    command: Annotated[UUID, typer.Argument(help="The correlation of any of its events.")],
    purpose: Purpose,
    form: Format = "text",
) -> None:
    """What followed from a command, across all services."""
    _print(f"/audit/commands/{command}/tree", purpose, form)


@app.command()
def events(
    *,
    purpose: Purpose,
    plan: PlanOption = None,
    client: Client = None,
    person: Person = None,
    role: RoleOption = None,
    kind: Kinds = None,
    since: Since = None,
    before: Before = None,
    correlation: Correlation = None,
    until: Until = None,
    form: Format = "text",
) -> None:
    """What happened, by any of these together."""
    _print("/audit/events", purpose, form, **sent(locals(), EVENT_FILTERS))


@app.command()
def agreements(
    *,
    purpose: Purpose,
    plan: PlanOption = None,
    client: Client = None,
    person: Person = None,
    digest: Annotated[str | None, typer.Option(help="To exactly what.")] = None,
    since: Since = None,
    before: Before = None,
    until: Until = None,
    form: Format = "text",
) -> None:
    """Who agreed to what and when, by which channel, on whose behalf."""
    _print("/audit/agreements", purpose, form, **sent(locals(), FILTERS), digest=digest)


@app.command()
def accesses(
    *,
    purpose: Purpose,
    plan: PlanOption = None,
    client: Client = None,
    who: Annotated[str | None, typer.Option(help="Who read.")] = None,
    form: Format = "text",
) -> None:
    """Who read whose data, when and why."""
    one = str(plan) if plan else None
    _print("/audit/access-records", purpose, form, plan=one, client=client, who=who)


@app.command()
def export(
    *,
    purpose: Purpose,
    to: Annotated[Path, typer.Option("--out", help="Where; its record goes beside it.")],
    form: Annotated[Literal["jsonl", "csv", "parquet"], typer.Option("--format")] = "jsonl",
    texts: Annotated[
        Literal["sealed", "open"], typer.Option(help="As stored, or open.")
    ] = "sealed",
    plan: PlanOption = None,
    client: Client = None,
    person: Person = None,
    role: RoleOption = None,
    kind: Kinds = None,
    since: Since = None,
    before: Before = None,
    correlation: Correlation = None,
    until: Until = None,
) -> None:
    """Everything that happened, by any of these together, as a file of any size."""
    query = {**sent(locals(), EVENT_FILTERS), "format": form, "texts": texts}
    record = fetch(settings(), to, purpose, query)
    out.print(f"{to}: {record['events']} events, {record['sha256']}", markup=False)


def _moment(text: str) -> str | None:
    """As the service takes it: a version as v2, a position without its @, now as nothing."""
    if text.isdigit():
        return f"v{text}"
    return None if text == "now" else text.removeprefix("@")


def _print(path: str, purpose: str, form: str, **query: str | int | list[str] | None) -> None:
    answer = ask(
        settings(),
        "audit",
        path,
        role="auditor",
        purpose=purpose,
        accept=_MEDIA_TYPE[form],
        query=query,
    )
    if form == "json":
        out.print_json(answer)
    else:
        out.print(answer, markup=False)
