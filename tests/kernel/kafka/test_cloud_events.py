"""Events as CloudEvents: nothing is lost on the way, and others read them too."""

import json
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from contracts.examples import EXAMPLES, METADATA
from kernel.codec import to_store
from kernel.event_store import StoredEvent
from kernel.kafka.cloud_events import Headers, NotAnEvent, published, stored
from kernel.kafka.received import Received

ID = UUID(int=11)


@dataclass(frozen=True)
class Came:
    key: bytes | None
    value: bytes | None
    headers: Headers
    topic: str = "plan.events"
    partition: int = 3
    offset: int = 17


def event(type: str = "PlanAgreed.v1") -> StoredEvent:
    new = to_store(ID, EXAMPLES[type], METADATA.to_json())
    return StoredEvent(*new, "plan-4711", 5, 1234)


@pytest.mark.parametrize("type", EXAMPLES)
def test_every_event_comes_back_byte_for_byte(type: str):
    assert stored(Came(*published(event(type), "plan"))) == event(type)


def test_the_official_sdk_reads_it():
    key, value, headers = published(event(), "plan")
    message = KafkaMessage({n: v for n, v in headers if v is not None}, key, value)

    read = from_binary(message, JSONFormat(), CloudEvent)

    assert read.get_id() == str(ID)
    assert read.get_type() == "PlanAgreed.v1"
    assert read.get_source() == "urn:kooperationsplan:plan"
    assert read.get_subject() == "plan-4711"
    assert read.get_time() == METADATA.time
    assert read.get_dataschema() == "urn:kooperationsplan:schema:plan/PlanAgreed.v1"
    assert read.get_extension("revision") == "5"
    assert read.get_extension("position") == "1234"
    assert read.get_extension("partitionkey") == str(METADATA.plan)
    assert read.get_data() == json.loads(event().data)


def test_what_belongs_to_no_plan_is_keyed_by_its_stream():
    about = METADATA.model_copy(update={"plan": None}).to_json()
    key, _, _ = published(event()._replace(metadata=about, stream="recipient-7"), "notifications")
    assert key == b"recipient-7"


@pytest.mark.parametrize("lacking", ["ce_id", "ce_type", "ce_subject", "ce_position"])
def test_a_message_that_lacks_something_is_no_event(lacking: str):
    key, value, headers = published(event(), "plan")
    came = Came(key, value, [one for one in headers if one[0] != lacking])
    with pytest.raises(NotAnEvent, match=lacking):
        stored(came)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_id", b"7"),
        ("ce_id", None),
        ("ce_type", b"\xff"),
        ("ce_subject", None),
        ("ce_revision", b"five"),
        ("ce_position", None),
    ],
)
def test_headers_that_cannot_be_read_make_no_event(name: str, value: bytes | None):
    key, body, headers = published(event(), "plan")
    came = Came(key, body, [*headers, (name, value)])
    with pytest.raises(NotAnEvent):
        stored(came)


def test_a_message_without_a_value_is_no_event():
    with pytest.raises(NotAnEvent, match="no value"):
        stored(replace(Came(*published(event(), "plan")), value=None))


def test_whatever_comes_stands_somewhere():
    received = Received(Came(None, b"\xff", [("ce_id", None), ("ce_type", b"\xff")]))
    again = Received(Came(None, b"\xff", []))
    assert received.id == again.id
    assert (received.stream, received.position) == ("plan.events", 17)
    assert again.type == "unknown"


def test_an_event_stands_where_it_says():
    received = Received(Came(*published(event(), "plan")))
    assert (received.id, received.type) == (ID, "PlanAgreed.v1")
    assert (received.stream, received.position) == ("plan-4711", 1234)
