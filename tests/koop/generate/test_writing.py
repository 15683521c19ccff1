"""Into a store: only an empty one, and the services find nothing left to do."""

from datetime import datetime
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from contracts.catalogue import PLAN
from contracts.envelope import Actor, Metadata
from kernel.clock import SimulatedClock
from kernel.codec import Codec
from kernel.decider import CommandHandler
from kernel.event_store import EventStore
from kernel.event_store.eventstoredb import EventStoreDB
from kernel.event_store.sqlite import SqliteEventStore
from kernel.sealing import MasterKey
from koop.cli.app import app
from koop.cli.unusable import Unusable
from koop.embedded import Embedded
from koop.generate.habits import agreeing
from koop.generate.keys import KeysThere, write_keys
from koop.generate.matter import Written
from koop.generate.texts import Pen
from koop.generate.writing import NotEmpty, fill
from koop.settings import Settings
from services.plan.domain import plan
from services.plan.domain.commands import RecordClientVoice
from services.plan.domain.state import Open
from tests.eventstoredb_server import Node
from tests.koop.generate.test_population import UNTIL, population, stored, written


def silent(_: int, __: datetime) -> None:
    """Nobody watches."""


async def content(store: EventStore) -> list[tuple[str, int, bytes, bytes]]:
    page = await store.read_all(limit=100_000)
    return [(one.stream, one.revision, one.data, one.metadata) for one in page.events]


def expected(told: list[Written]) -> list[tuple[str, int, bytes, bytes]]:
    return [(one.stream, one.revision, one.data, one.metadata) for one in stored(told)]


async def test_a_file_holds_it_in_the_order_of_its_times(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")

    count = await fill(store, population(), 1, silent)

    assert await content(store) == expected(told := written(population()))
    assert count == sum(len(one[5]) for one in told)
    await store.close()


async def test_a_server_holds_each_stream_of_it(tmp_path: Path) -> None:
    told = written(population(5, 1))
    async with Node(tmp_path / "log") as node:
        store = await EventStoreDB.open(node.uri)
        await fill(store, population(5, 1), 1, silent)
        assert sorted(await content(store)) == sorted(expected(told))
        await store.close()


async def test_the_services_find_all_of_it_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No reaction, no deadline, no message is missing or named otherwise than they would."""
    monkeypatch.setattr(agreeing, "DISAGREE", 0.3)
    settings = Settings(mode="development", data_dir=tmp_path)
    async with Embedded(settings, SimulatedClock(UNTIL)) as embedded:
        await fill(embedded.store, population(12, 1.5), 1, silent)
        head = await embedded.store.head()
        async with embedded.following:
            for follower in embedded.followers:
                assert await follower.caught_up(head, 60)
        added = (await embedded.store.read_all(after=head)).events
        assert [(one.type, one.stream) for one in added] == []


async def test_a_plan_goes_on_where_it_was_left(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "events.db")
    await fill(store, population(12, 1.5), 1, silent)
    plans = CommandHandler(store, Codec(PLAN), plan)
    streams = {one[3] for one in written(population(12, 1.5)) if one[3].startswith("plan-")}
    folded = {stream: await plans.load(stream) for stream in sorted(streams)}
    stream, open_one = next(one for one in folded.items() if isinstance(one[1].state, Open))
    id, parties = uuid4(), open_one.state.parties
    actor = Actor(sub=parties.client, role="client", organisation=parties.jobcenter)

    outcome = await plans.handle(
        stream,
        RecordClientVoice(kind="wish", text=Pen(1, parties.client, Random(1)).writes("voice")),
        Metadata(time=UNTIL, actor=actor, correlation=id, causation=id, regime="sgb2-2023"),
        command_id=id,
    )

    assert outcome.revision == open_one.revision + 1
    await store.close()


def test_keys_that_can_be_computed_do_not_join_others(tmp_path: Path) -> None:
    master = MasterKey(bytes(32))
    write_keys(tmp_path / "keys.db", master, population(3))

    with pytest.raises(KeysThere, match="stay apart"):
        write_keys(tmp_path / "keys.db", master, population(3))


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def _here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KOOP_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("KOOP_MODE", "development")

    def test_writes_events_and_the_keys_to_read_them(self, tmp_path: Path) -> None:
        asked = "generate --plans 3 --years 1 --workers 1"
        said = CliRunner().invoke(app, asked.split(), catch_exceptions=False)

        assert "of 3 plans" in said.output
        assert "events/s" in said.output
        assert {"events.db", "keys.db", "master.key"} <= {one.name for one in tmp_path.iterdir()}

    def test_leaves_a_store_alone_that_holds_something(self) -> None:
        asked = "generate --plans 3 --years 1 --workers 1"
        CliRunner().invoke(app, asked.split(), catch_exceptions=False)

        refused = CliRunner().invoke(app, asked.split())

        assert isinstance(refused.exception, NotEmpty)
        assert "Generate into an empty one" in str(refused.exception)

    def test_refuses_where_real_people_may_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KOOP_MODE", "production")

        refused = CliRunner().invoke(app, ["generate", "--plans", "3"])

        assert isinstance(refused.exception, Unusable)
        assert "KOOP_MODE=development" in str(refused.exception)
