"""AsyncAPI of each service: valid, complete, and what the running service does."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from faststream.specification import AsyncAPI

from contracts import async_api
from contracts.catalogue import PAST, SERVICES, newest
from contracts.examples import EXAMPLES, METADATA, PAST_EXAMPLES
from contracts.topics import CATEGORIES, DEAD_LETTERS, EVENTS, RESULTS
from kernel.clock import SimulatedClock
from kernel.event_store import StoredEvent
from kernel.http.in_process import Answered
from kernel.kafka.cloud_events import published
from kernel.kafka.cluster import Cluster
from kernel.kafka.command_messages import result_of
from kernel.kafka.dead_letters import DeadLetterTopic
from kernel.kafka.received import Received
from koop.process import Process
from koop.settings import Settings
from tests.servers.node import installed

HERE = Path(__file__).parent
each_service = pytest.mark.parametrize("service", sorted(EVENTS))


def addresses(document: dict[str, Any], action: str) -> set[str]:
    """Of all channels that a service sends to, or receives from; a reply is sent."""
    found = set()
    for operation in document["operations"].values():
        there = [operation["channel"]] if operation["action"] == action else []
        if action == "send" and "reply" in operation:
            there.append(operation["reply"]["channel"])
        names = (one["$ref"].rpartition("/")[2] for one in there)
        found |= {document["channels"][name]["address"] for name in names}
    return found


@each_service
def test_it_says_where_a_service_speaks(service: str):
    says = {EVENTS[service].name, DEAD_LETTERS[service].name}
    says |= {RESULTS[service].name} if service in RESULTS else set()
    assert addresses(async_api.document(service), "send") == says


@each_service
async def test_it_says_where_the_running_service_listens(service: str, tmp_path: Path):
    chosen = Settings(mode="development", data_dir=tmp_path, kafka="127.0.0.1:9")
    heard: set[str] = set()
    async with Process(chosen, service, ("reactions", "commands")) as process:
        for one in [*process.service.reactions, *process.commanding]:
            told = json.loads(AsyncAPI(one.broker).to_specification().to_json())
            heard |= addresses(told, "receive")
    assert addresses(async_api.document(service), "receive") == heard


@each_service
def test_it_has_a_message_for_every_type_in_every_version(service: str):
    said = {*SERVICES[service], *(old for old in PAST if newest(old) in SERVICES[service])}
    messages = async_api.document(service)["channels"]["events"]["messages"].values()
    assert {message["name"] for message in messages} == said


@pytest.mark.parametrize("type", [*EXAMPLES, *PAST_EXAMPLES])
def test_what_the_relay_publishes_has_the_headers_and_the_payload_that_it_describes(type: str):
    service = next(name for name, events in SERVICES.items() if newest(type) in events)
    event = {**EXAMPLES, **PAST_EXAMPLES}[type]
    stream = f"{CATEGORIES[service][0]}-7"
    id = METADATA.correlation
    stored = StoredEvent(id, type, event.to_json(), METADATA.to_json(), stream, 3, 9)
    key, value, headers = published(stored, service)
    document = async_api.document(service)
    message = document["channels"]["events"]["messages"][type.replace(".", "_")]
    sent = {name: (text or b"").decode() for name, text in headers}

    schemas = [message["headers"], document["components"]["messageTraits"][service]["headers"]]
    for schema in schemas:
        jsonschema.Draft202012Validator(schema).validate(sent)
    assert set(sent) <= {name for schema in schemas for name in schema["properties"]}
    payload = json.loads((async_api.FOLDER / message["payload"]["$ref"]).read_text("utf-8"))
    jsonschema.Draft202012Validator(payload).validate(json.loads(value))
    assert payload["$id"] == sent["ce_dataschema"]
    assert sent["ce_partitionkey"] == key.decode()


@dataclass(frozen=True)
class Came:
    """A message as a consumer has it."""

    headers: list[tuple[str, bytes]]
    topic: str = "plan.commands"
    partition: int = 0
    offset: int = 7
    key: bytes | None = b"9e1d"
    value: bytes | None = b"eyJ"


COMMAND = Came(
    [
        ("content-type", b"application/jose"),
        ("ce_specversion", b"1.0"),
        ("ce_type", b"Command.v1"),
        ("ce_source", b"urn:example:platform"),
        ("ce_id", b"night-run-17/4711"),
        ("ce_subject", b"/plans/9e1d/goal"),
        ("authorization", b"Bearer eyJ"),
    ]
)


def check_headers(message: dict[str, Any], headers: Sequence[tuple[str, bytes | None]]) -> None:
    sent = {name: (text or b"").decode() for name, text in headers}
    jsonschema.Draft202012Validator(message["headers"]).validate(sent)
    assert set(sent) <= set(message["headers"]["properties"])


@pytest.mark.parametrize(
    ("name", "answered"),
    [
        ("accepted", Answered(201, {"etag": '"3"'}, b"{}")),
        ("refused", Answered(409, {"content-type": "application/problem+json"}, b"{}")),
    ],
)
def test_what_became_of_a_command_has_the_headers_that_it_describes(name: str, answered: Answered):
    channels = async_api.document("plan")["channels"]
    check_headers(channels["commands"]["messages"]["command"], COMMAND.headers)
    _, _, headers = result_of(COMMAND, answered, "plan")
    check_headers(channels["commandResults"]["messages"][name], headers)


async def test_a_dead_letter_has_the_headers_that_it_describes():
    sent: list[Any] = []

    class Notes:
        async def publish(self, topic: str, messages: Sequence[Any]) -> None:
            sent.extend(messages)

    cluster, clock = Cluster(servers="127.0.0.1:9"), SimulatedClock(METADATA.time)
    letters = DeadLetterTopic(cluster, "plan.dead-letters", cast(Any, Notes()), clock)
    await letters.add("plan.commands", Received(replace(COMMAND, value=None)), ValueError("no"))
    ((_, _, headers),) = sent
    added = [one for one in headers if one not in COMMAND.headers]
    message = async_api.document("plan")["channels"]["deadLetters"]["messages"]["deadLetter"]
    check_headers(message, added)
    assert len(added) == len(message["headers"]["properties"])


@pytest.mark.slow
def test_asyncapis_own_parser_finds_nothing_wrong():
    validator = installed(HERE.parent / "asyncapi")
    files = [str(path) for path, _ in async_api.documents()]
    done = validated(validator, files)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" channels, ") == len(files)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong"), [('"send"', '"shout"'), ("/PlanOpened.v1.json", "/PlanOpened.v0.json")]
)
def test_it_would_find_something(right: str, wrong: str, tmp_path: Path):
    (tmp_path / "asyncapi").mkdir()
    (tmp_path / "schemas").symlink_to(async_api.FOLDER.parent / "schemas")
    broken = tmp_path / "asyncapi" / "plan.json"
    text = (async_api.FOLDER / "plan.json").read_text("utf-8")
    broken.write_text(text.replace(right, wrong), "utf-8")
    assert validated(installed(HERE.parent / "asyncapi"), [str(broken)]).returncode == 1


def validated(validator: Path, files: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "validate.mjs", *files],
        cwd=validator,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
