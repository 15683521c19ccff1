"""AsyncAPI 3.0 of each service: what it says, hears and takes on Kafka; generated and committed.

From the contracts rather than from the running consumers: FastStream can tell which topics it
listens to, but not what the relay publishes, under which key and with which headers. A test holds
the two together.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contracts.async_api_messages import (
    accepted,
    command,
    dead_letter,
    event,
    event_trait,
    refused,
)
from contracts.catalogue import PAST, SERVICES, newest
from contracts.topics import COMMANDS, DEAD_LETTERS, EVENTS, HEARS, RESULTS, Topic

FOLDER = Path(__file__).parent / "asyncapi"
Json = dict[str, Any]

_ABOUT = {
    "plan": "Decides what happens to a Kooperationsplan (§ 15 SGB II).",
    "mediation": "Decides what happens in a mediation (Schlichtung) about a plan.",
    "notifications": "Tells those concerned what happened to a plan or in its mediation.",
}
_BY_PLAN = "The plan's id; the stream's name for what belongs to no plan."
_BY_PATH = "Whatever the path names first, so that commands about one thing keep their order."
_BY_SUBJECT = "The reaction and the event that it could not cope with, with a bar between."


def document(service: str) -> Json:
    """Of one service. Payloads refer to the committed JSON Schemas beside it."""
    says = _channel(EVENTS[service], _BY_PLAN, _events(service), _TOLD)
    letters = _channel(DEAD_LETTERS[service], _BY_SUBJECT, {"deadLetter": dead_letter()}, _LETTERS)
    channels = {"events": says, "deadLetters": letters}
    operations = {
        "sayEvents": _does("send", "events"),
        "keepDeadLetters": _does("send", "deadLetters"),
    }
    for other in HEARS[service]:
        name = f"{other}Events" if other != service else "events"
        channels.setdefault(name, _channel(EVENTS[other], _BY_PLAN, _events(other), _TOLD))
        operations[f"hear{other.capitalize()}Events"] = _does("receive", name)
    if service in COMMANDS:
        results = {"accepted": accepted(service), "refused": refused()}
        channels["commands"] = _channel(
            COMMANDS[service], _BY_PATH, {"command": command(service)}, _TAKEN
        )
        channels["commandResults"] = _channel(RESULTS[service], _BY_PATH, results, _ANSWERED)
        operations["takeCommands"] = _does("receive", "commands", reply="commandResults")
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:kooperationsplan:{service}",
        "info": {
            "title": f"Kooperationsplan: {service}",
            "version": "1",
            "description": _ABOUT[service],
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messageTraits": {one: event_trait(one) for one in sorted({service, *HEARS[service]})}
        },
    }


_TOLD = (
    "Every event from the first one on, in the order of its plan, at least once. Readers know a "
    "repetition by `ce_id`, ignore types and fields that they do not know, and begin again from "
    "the start whenever they like."
)
_LETTERS = "What could not be handled, as it came; an empty message says that it was dealt with."
_TAKEN = "The same requests as over HTTP, each encrypted for this service."
_ANSWERED = "What became of each command, accepted or refused."


def _events(service: str) -> Json:
    """Every type that may lie on the service's topic, in every version."""
    types = [*SERVICES[service], *(old for old in PAST if newest(old) in SERVICES[service])]
    return {type.replace(".", "_"): event(service, type) for type in types}


def _channel(topic: Topic, key: str, messages: Mapping[str, Json], about: str) -> Json:
    bindings = {"kafka": {"key": {"type": "string", "description": key}}}
    keyed = {name: {**message, "bindings": bindings} for name, message in messages.items()}
    policy = ["compact"] if topic.compacted else ["delete"]
    kept = {"cleanup.policy": policy, "retention.ms": topic.retention}
    return {
        "address": topic.name,
        "description": about,
        "messages": keyed,
        "bindings": {"kafka": {"topic": topic.name, "topicConfiguration": kept}},
    }


def _does(action: str, channel: str, reply: str | None = None) -> Json:
    found: Json = {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}
    if reply is not None:
        found["reply"] = {"channel": {"$ref": f"#/channels/{reply}"}}
    return found


def documents() -> Iterator[tuple[Path, str]]:
    """Every document as (file, text)."""
    for service in EVENTS:
        text = json.dumps(document(service), indent=2, ensure_ascii=False) + "\n"
        yield FOLDER / f"{service}.json", text
