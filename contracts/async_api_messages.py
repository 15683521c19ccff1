"""What the messages on Kafka look like: CloudEvents 1.0 in binary mode, headers and payload."""

from typing import Any

Json = dict[str, Any]

_UUID = {"type": "string", "format": "uuid"}
_NUMBER = {"type": "string", "pattern": "^[0-9]+$"}
_METADATA = "../schemas/Metadata.json"


def event_trait(service: str) -> Json:
    """What every event of a service has: the value is what is stored, byte for byte."""
    named = {
        **_cloud_event(None, f"urn:kooperationsplan:{service}"),
        "ce_dataschema": _text("The `$id` of the payload's JSON Schema."),
        "ce_subject": _text("The stream, e.g. `plan-` and the plan's id."),
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_revision": {**_NUMBER, "description": "Counts the stream's events from 0."},
        "ce_position": {
            **_NUMBER,
            "description": "The place in the whole store: grows, with gaps.",
        },
        "ce_partitionkey": _text("The message's key."),
        "ce_metadata": {
            **_text("Who, why and under which law, as stored: JSON."),
            "contentMediaType": "application/json",
            "x-content-schema": {"$ref": _METADATA},
        },
    }
    return {"contentType": "application/json", "headers": _headers(named)}


def event(service: str, type: str) -> Json:
    schema = f"urn:kooperationsplan:schema:{service}/{type}"
    return {
        "name": type,
        "traits": [{"$ref": f"#/components/messageTraits/{service}"}],
        "headers": {
            "type": "object",
            "properties": {"ce_type": {"const": type}, "ce_dataschema": {"const": schema}},
        },
        "payload": {"$ref": f"../schemas/{service}/{type}.json"},
    }


def command(service: str) -> Json:
    return {
        "name": "Command.v1",
        "contentType": "application/jose",
        "description": f"One task, as the {service} service's HTTP description has it.",
        "headers": _headers(
            {
                **_cloud_event("Command.v1", None, "application/jose"),
                "ce_id": _text("The Idempotency-Key: a repetition does nothing twice."),
                "ce_source": _text("Whoever sends it."),
                "ce_subject": _text("The path of the task, e.g. `/plans/{plan}/goal`."),
                "authorization": _text("`Bearer` and the signed token of whoever acts."),
                "if-match": _text("What the sender had seen."),
                "accept-language": _text("For titles of refusals."),
            },
            optional=("if-match", "accept-language"),
        ),
        "payload": _text("The body, encrypted for the service: JWE, under the key that it tells."),
    }


def accepted(service: str) -> Json:
    return {
        "name": "CommandAccepted.v1",
        "contentType": "application/json",
        "headers": _result("CommandAccepted.v1"),
        "payload": {
            "type": "object",
            "description": f"What the {service} service's HTTP task answers.",
        },
    }


def refused() -> Json:
    """RFC 9457."""
    members = ("type", "title", "status", "detail", "allowed", "instance")
    return {
        "name": "CommandRefused.v1",
        "contentType": "application/problem+json",
        "headers": _result("CommandRefused.v1", "application/problem+json"),
        "payload": {
            "type": "object",
            "properties": {
                name: {"type": "integer" if name == "status" else "string"} for name in members
            },
            "required": ["type", "title", "status"],
        },
    }


def dead_letter() -> Json:
    ours = {
        "source": "Which reaction, or whoever takes commands.",
        "reason": "What went wrong.",
        "attempts": "How often it was tried.",
        "recorded_at": "When it was given up.",
        "topic": "Where it came from, …",
        "partition": "… in which partition …",
        "offset": "… and at which offset.",
        "key": "The key that it had.",
        "without_value": "Present where it had no value.",
    }
    named = {f"dead_letter_{name}": _text(about) for name, about in ours.items()}
    return {
        "name": "DeadLetter",
        "description": "Beside these headers it has all that it came with.",
        "headers": _headers(named, optional=("dead_letter_key", "dead_letter_without_value")),
        "payload": {"description": "The value as it came."},
    }


def _result(type: str, content: str = "application/json") -> Json:
    return _headers(
        {
            **_cloud_event(type, None, content),
            "ce_subject": _text("The command's path."),
            "ce_command": _text("The command's `ce_id`."),
            "ce_status": {**_NUMBER, "description": "As HTTP would say it."},
            "ce_revision": {**_NUMBER, "description": "Of the stream, after the command."},
            "ce_position": {**_NUMBER, "description": "In the store, after the command."},
        },
        optional=("ce_subject", "ce_command", "ce_revision", "ce_position"),
    )


def _cloud_event(type: str | None, source: str | None, content: str = "application/json") -> Json:
    return {
        "content-type": {"const": content},
        "ce_specversion": {"const": "1.0"},
        "ce_type": {"const": type} if type else _text("The event's type, with its version."),
        "ce_source": {"const": source} if source else _text("The service that says it."),
        "ce_id": {**_UUID, "description": "The same however often the message comes."},
    }


def _headers(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _text(about: str) -> Json:
    return {"type": "string", "description": about}
