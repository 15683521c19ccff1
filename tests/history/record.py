"""`python -m tests.history.record 0.2.0`: play the story and freeze what today's code writes."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from koop.demo.play import play
from koop.demo.stage import Person, Stage
from tests.history.frozen import HERE, freeze
from tests.history.questions import ask
from tests.history.world import running

END = datetime(2027, 2, 1, 12, tzinfo=UTC)


async def record(release: str) -> None:
    with TemporaryDirectory() as name:
        data = Path(name)
        await play(data, Console(file=StringIO()))
        async with running(data, END, reading=False) as stage:
            await missed_appointment(stage)
        events = await events_in(data)
        async with running(data, last_moment(events), reading=True) as stage:
            answers = await ask(stage, plans_in(events))
        freeze(HERE / release, data, events, answers)


async def missed_appointment(stage: Stage) -> None:
    """What the story leaves out: an appointment with a legal notice is missed (§ 32 SGB II)."""
    counsellor = Person(stage, "counsellor", "staff-23", "counsellor")
    opened = await counsellor.does("", "/plans", client="client-0042", counsellor="staff-23")
    plan = f"/plans/{opened['plan']}"
    notice = {"text": "notice-32", "version": 1, "form": "letter"}
    at = "2027-02-10T09:00:00Z"
    appointment = await counsellor.does(
        "",
        f"{plan}/appointments",
        at=at,
        mode="in_person",
        purpose="Bewerbungen gemeinsam ansehen.",
        legal_notice=notice,
    )
    item = f"{plan}/appointments/{appointment['appointment']}"
    await stage.at("2027-02-10 12:00")
    await counsellor.does(
        "", f"{item}/misses", observed_on="2027-02-10", facts="Niemand kam, keine Nachricht."
    )
    await counsellor.does("", f"{item}/important-reason-requests", until="2027-02-19")
    await stage.at("2027-02-22 09:00")
    await counsellor.does(
        "",
        f"{item}/important-reason-assessments",
        accepted=False,
        reasons="Es wurde kein Grund genannt.",
    )
    await counsellor.does("", f"{item}/hearing-offers", channel="letter", until="2027-03-05")
    await stage.at("2027-03-08 09:00")


async def events_in(data: Path) -> list[StoredEvent]:
    store = await SqliteEventStore.open(data / "events.db")
    events = list((await store.read_all(limit=10_000)).events)
    await store.close()
    return events


def last_moment(events: list[StoredEvent]) -> datetime:
    return max(datetime.fromisoformat(json.loads(event.metadata)["time"]) for event in events)


def plans_in(events: list[StoredEvent]) -> dict[str, str]:
    """Each plan, and whose it is."""
    return {
        event.stream.removeprefix("plan-"): json.loads(event.data)["client"]
        for event in events
        if event.type.startswith("PlanOpened.")
    }


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
