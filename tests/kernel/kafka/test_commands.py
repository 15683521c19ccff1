"""Commands over Kafka: the same requests as over HTTP, with the same answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from joserfc import jwe
from joserfc.jwk import OKPKey
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.topics import COMMANDS, DEAD_LETTERS, RESULTS
from kernel.clock import SimulatedClock
from kernel.kafka.cluster import Cluster
from kernel.kafka.command_client import Addressed, Command, CommandClient, Result
from kernel.kafka.commands import Commanding, Door
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.publisher import Publisher
from kernel.sealing.command_key import CommandKey, NotForUs, encrypted_for
from tests.kernel.kafka.conftest import made
from tests.kernel.kafka.reader import at_least, send
from tests.kernel.notes import START
from tests.kernel.running import HASTY, running

KEY = CommandKey(bytes(range(32)))


def test_what_is_encrypted_for_a_service_only_that_service_reads():
    encrypted = encrypted_for(KEY.public, b'{"text": "Ich"}')
    assert b"Ich" not in encrypted
    assert KEY.open(encrypted) == b'{"text": "Ich"}'
    with pytest.raises(NotForUs):
        CommandKey(bytes(32)).open(encrypted)


def test_any_library_for_jose_encrypts_for_it():
    key = OKPKey.import_key(KEY.public)
    token = jwe.encrypt_compact({"alg": "ECDH-ES", "enc": "A256GCM"}, b"{}", key)
    assert KEY.open(token.encode()) == b"{}"


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"\xff", b"a.b.c.d.e"])
def test_rubbish_is_not_for_it(rubbish: bytes):
    with pytest.raises(NotForUs):
        KEY.open(rubbish)


def test_no_private_part_is_told():
    assert set(KEY.public) == {"kty", "crv", "x", "kid", "use", "alg"}


class App:
    """Remembers what it was asked, and answers what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.statuses: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append((scope["path"], headers, json.loads(body)))
        status = self.statuses.pop(0) if self.statuses else 201
        answer = {"detail": "said no"} if status >= 400 else {"plan": "4711"}
        response = JSONResponse(answer, status, {"etag": '"7"', "koop-position": "42"})
        await response(scope, receive, send)


class Stage:
    def __init__(self, cluster: Cluster, publisher: Publisher) -> None:
        self.cluster, self.publisher, self.app = cluster, publisher, App()
        self.letters = DeadLetterTopic(
            cluster, DEAD_LETTERS["plan"].name, publisher, SimulatedClock(START)
        )
        to = Addressed(
            commands=COMMANDS["plan"].name, results=RESULTS["plan"].name, public=KEY.public
        )
        self.client = CommandClient(cluster, to, token="a token", sender="urn:test")

    def commanding(self, app: ASGIApp | None = None) -> Commanding:
        door = Door(
            service="plan",
            app=app or self.app,
            key=KEY,
            commands=COMMANDS["plan"].name,
            results=RESULTS["plan"].name,
        )
        return Commanding(self.cluster, door, self.publisher, self.letters, patience=HASTY)

    async def results(self, count: int) -> list[Result]:
        found: list[Result] = []
        async with asyncio.timeout(30):
            while len(found) < count:
                found += await self.client.results()
        return found


@pytest.fixture
async def stage(cluster: Cluster) -> AsyncIterator[Stage]:
    await made(cluster, COMMANDS["plan"], RESULTS["plan"], DEAD_LETTERS["plan"])
    async with Publisher(cluster) as publisher:
        found = Stage(cluster, publisher)
        async with found.client:
            yield found


@asynccontextmanager
async def obeying(stage: Stage) -> AsyncIterator[Commanding]:
    commanding = stage.commanding()
    async with running(commanding):
        yield commanding
        assert await commanding.caught_up(0, 30)


def command(number: int, plan: str = "a") -> Command:
    return Command(f"/plans/{plan}/voice", f"key-{number}", b'{"n": %d}' % number)


pytestmark = pytest.mark.slow


async def test_a_command_is_the_request_that_http_would_have_brought(stage: Stage):
    async with obeying(stage):
        await stage.client.send([Command("/plans/a/voice", "key-1", '{"text": "Ä"}'.encode(), 3)])
        (result,) = await stage.results(1)
    ((path, headers, body),) = stage.app.asked
    assert (path, body) == ("/plans/a/voice", {"text": "Ä"})
    assert headers["idempotency-key"] == "key-1"
    assert headers["authorization"] == "Bearer a token"
    assert headers["if-match"] == '"3"'
    assert headers["content-type"] == "application/json"
    assert (result.path, result.key, result.status) == ("/plans/a/voice", "key-1", 201)
    assert json.loads(result.body) == {"plan": "4711"}


async def test_commands_of_one_plan_are_done_in_order(stage: Stage):
    async with obeying(stage):
        await stage.client.send([command(n, plan) for n in range(20) for plan in "abc"])
        await stage.results(60)
    for plan in "abc":
        done = [body["n"] for path, _, body in stage.app.asked if path == f"/plans/{plan}/voice"]
        assert done == list(range(20))


async def test_a_refusal_is_told_and_is_no_dead_letter(stage: Stage):
    stage.app.statuses = [409]
    async with obeying(stage):
        await stage.client.send([command(1)])
        (result,) = await stage.results(1)
    assert (result.status, json.loads(result.body)) == (409, {"detail": "said no"})
    assert await stage.letters.all() == []


async def test_a_result_says_where_things_stand_and_has_one_id(stage: Stage):
    async with obeying(stage):
        await stage.client.send([command(1)])
        await stage.results(1)
    topic = f"{stage.cluster.prefix}{RESULTS['plan'].name}"
    (record,) = await at_least(stage.cluster.servers, topic, 1)
    headers = {name: value.decode() for name, value in record.headers}
    assert headers["ce_type"] == "CommandAccepted.v1"
    assert headers["ce_command"] == "key-1"
    assert (headers["ce_revision"], headers["ce_position"]) == ("7", "42")
    assert record.key == b"a"


async def test_a_service_that_cannot_now_is_asked_again(stage: Stage):
    stage.app.statuses = [503] * (HASTY.attempts + 1) + [507, 201]
    async with obeying(stage):
        await stage.client.send([command(1)])
        (result,) = await stage.results(1)
    assert result.status == 201
    assert await stage.letters.all() == []


async def test_a_service_that_breaks_leaves_a_dead_letter_that_can_be_replayed(stage: Stage):
    stage.app.statuses = [500]
    async with obeying(stage) as commanding:
        await stage.client.send([command(1)])
        (result,) = await stage.results(1)
        assert result.status == 500
        (letter,) = await stage.letters.all()
        assert letter.source == "plan.commands"
        await commanding.replay(letter)
        (result,) = await stage.results(1)
    assert result.status == 201
    assert await stage.letters.all() == []


ENCRYPTED = encrypted_for(KEY.public, b"{}")
HEADERS = [("ce_id", b"key-1"), ("ce_subject", b"/plans"), ("authorization", b"Bearer t")]
RUBBISH: dict[str, dict[str, Any]] = {
    "plain text": {"value": b'{"text": "offen"}', "headers": HEADERS},
    "encrypted for another": {
        "value": encrypted_for(CommandKey(bytes(32)).public, b"{}"),
        "headers": HEADERS,
    },
    "no token": {"value": ENCRYPTED, "headers": HEADERS[:2]},
    "no path": {"value": ENCRYPTED, "headers": [HEADERS[0], HEADERS[2]]},
    "no key": {"value": ENCRYPTED, "headers": HEADERS[1:]},
    "no value": {"key": b"k", "value": None, "headers": HEADERS},
    "a null header": {"value": ENCRYPTED, "headers": [*HEADERS[1:], ("ce_id", None)]},
    "a path that is no UTF-8": {
        "value": ENCRYPTED,
        "headers": [("ce_subject", b"\xff"), *HEADERS[::2]],
    },
}


@pytest.mark.parametrize("what", RUBBISH)
async def test_what_is_no_command_is_parked_told_and_blocks_nobody(stage: Stage, what: str):
    topic = f"{stage.cluster.prefix}{COMMANDS['plan'].name}"
    results = f"{stage.cluster.prefix}{RESULTS['plan'].name}"
    async with obeying(stage):
        await send(stage.cluster.servers, topic, {"key": b"a", **RUBBISH[what]})
        await stage.client.send([command(2)])
        records = await at_least(stage.cluster.servers, results, 2)
    assert [body for _, _, body in stage.app.asked] == [{"n": 2}]
    (letter,) = await stage.letters.all()
    assert letter.source == "plan.commands"
    told = [dict(one.headers) for one in records]
    assert sorted(one["ce_status"] for one in told) == [b"201", b"400"]
    (problem,) = [json.loads(r.value) for r in records if dict(r.headers)["ce_status"] == b"400"]
    assert problem["type"].endswith(":command-unreadable")
    assert "offen" not in json.dumps(problem)
