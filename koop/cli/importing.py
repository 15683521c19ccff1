"""`koop import`: a file of commands, sent over Kafka."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from contracts.topics import COMMANDS, RESULTS
from kernel.http.command_key import PATH
from kernel.kafka.command_client import Addressed, CommandClient
from koop.cli.asking import token_of
from koop.cli.console import out
from koop.importing import Import, Outcome, checked
from koop.over_kafka import cluster_of
from koop.settings import Settings, settings

SENDER = "urn:kooperationsplan:import"


def import_commands(
    file: Annotated[Path, typer.Argument(help="One command a line: path, key and body as JSON.")],
    report: Annotated[Path | None, typer.Option(help="Where refusals go as JSON Lines.")] = None,
) -> None:
    """Send a file of commands over Kafka and tell what became of them; safe to run again.

    A line is what a POST would be: {"path": "/plans", "key": "…", "body": {…}}, with "if_match"
    where wanted; the key is its Idempotency-Key. KOOP_TOKEN says who acts. Exit status 1 where
    something was refused.
    """
    outcome = asyncio.run(_import(settings(), file))
    out.print(f"{outcome.accepted:,} accepted, {len(outcome.refused):,} refused.")
    for number, status, problem in outcome.refused:
        said = " ".join(str(problem[k]) for k in ("title", "detail", "allowed") if k in problem)
        out.print(f"line {number}: {status} {said}", markup=False)
    if report is not None:
        report.write_text("".join(_reported(one) for one in outcome.refused))
    if outcome.refused:
        raise typer.Exit(1)


async def _import(chosen: Settings, file: Path) -> Outcome:
    counts = checked(file)
    clients = {service: _client(chosen, service) for service in counts}
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[refused]} refused"))
    with Progress(*columns, TimeRemainingColumn(), console=out) as bars:
        bar = bars.add_task("", total=counts.total(), refused=0)

        def told(outcome: Outcome) -> None:
            bars.update(bar, completed=outcome.done, refused=len(outcome.refused))

        return await Import(clients, told).run(file)


def _client(chosen: Settings, service: str) -> CommandClient:
    to = Addressed(
        commands=COMMANDS[service].name,
        results=RESULTS[service].name,
        public=httpx.get(f"http://{chosen.host}:{chosen.port_of(service)}{PATH}").json(),
    )
    token = token_of(chosen, "counsellor")
    return CommandClient(cluster_of(chosen), to, token=token, sender=SENDER)


def _reported(refusal: tuple[int, int, dict[str, object]]) -> str:
    number, status, problem = refusal
    return json.dumps({"line": number, "status": status, "problem": problem}) + "\n"
