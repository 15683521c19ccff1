"""The whole story, on the real services over HTTP."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from kernel.event_store import StoredEvent
from kernel.event_store.sqlite import SqliteEventStore
from koop.demo.play import play
from koop.embedded import Embedded
from koop.settings import Settings
from tests.faults.rows import rows_of

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Told:
    """What the audience saw, and the folder with what was written meanwhile."""

    seen: str
    folder: Path


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    seen, folder = StringIO(), tmp_path_factory.mktemp("story")
    asyncio.run(play(folder, Console(file=seen, width=200)))
    return Told(seen.getvalue(), folder)


@pytest.fixture
async def events(told: Told) -> AsyncIterator[list[StoredEvent]]:
    store = await SqliteEventStore.open(told.folder / "events.db")
    yield list((await store.read_all(limit=10_000)).events)
    await store.close()


def test_every_turn_of_the_story_happened_as_often_as_it_should(events: list[StoredEvent]):
    said = Counter(event.type.partition(".")[0] for event in events)
    once = (
        "AppointmentMoved",
        "ReviewFellDue",
        "MediatorAppointed",
        "MediationSettled",
        "MediationExpired",
        "CooperationDemanded",
        "DemandUnmet",
        "HearingHeld",
        "HardshipConsidered",
        "ReductionReviewReferred",
    )
    assert {name: said[name] for name in once} == dict.fromkeys(once, 1)
    assert (said["PlanAgreed"], said["PlanAccepted"]) == (3, 6)
    assert (said["ConsequencesSuspended"], said["ConsequencesResumed"]) == (2, 2)
    assert said["NotificationPlanned"] == said["NotificationSent"] + said["ReminderCancelled"]


def test_the_audience_learns_who_agreed_to_what_and_what_changed(told: Told):
    assert told.seen.count("✗") == 4
    assert "stale-acceptance" in told.seen
    assert "mediator-not-neutral" in told.seen
    for ending in ("who agreed to what and when", "version 1 and version 2", "who was told what"):
        assert ending in told.seen


def test_both_sides_see_how_it_stands_while_the_mediation_runs(told: Told):
    seen = " ".join(told.seen.split())
    assert "review due (client-4711)" in seen
    assert "mediation running (client-4711)" in seen
    assert "Seit dem 07.09.2026 hilft eine andere Person. Das heißt: Schlichtung." in seen
    assert "So lange passiert nichts wegen der Dinge, die nicht geklappt haben." in seen


async def test_everybody_was_told_by_a_message_that_lies_in_the_outbox(
    events: list[StoredEvent], told: Told
):
    sent = {event.stream for event in events if event.type.startswith("NotificationSent")}
    lying = {f"notification-{letter.stem}" for letter in (told.folder / "outbox").glob("*.eml")}
    assert sent == lying


async def test_what_was_lived_equals_a_rebuild_and_nothing_died_on_the_way(
    events: list[StoredEvent], told: Told
):
    async with Embedded(Settings(mode="development", data_dir=told.folder)) as embedded:
        for projection in embedded.projections:
            lived = await rows_of(projection)
            await projection.rebuild()
            assert await rows_of(projection) == lived, projection.name
        for follower in embedded.followers:
            letters = getattr(follower, "dead_letters", None)
            assert letters is None or await letters.all() == []


def test_no_personal_text_is_stored_in_plain(told: Told):
    texts = ("Kita schließt", "Lebenslauf", "Kochkurs", "Krankenhaus")
    for file in told.folder.glob("*.db*"):
        content = file.read_bytes()
        for text in texts:
            assert text.encode() not in content, (file.name, text)
