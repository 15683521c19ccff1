"""Stored bytes become models: the newest ones, whatever version and whoever wrote them."""

import json
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.envelope import Actor, Metadata
from contracts.examples import EXAMPLES, METADATA
from contracts.model import Contract, Event
from contracts.upcasting import Upcaster
from kernel.codec import Codec, UnknownEventType, envelope
from kernel.event_store import StoredEvent


class PageTurnedV1(Event):
    type: Literal["PageTurned.v1"] = "PageTurned.v1"
    page: int


class PageTurnedV2(Event):
    type: Literal["PageTurned.v2"] = "PageTurned.v2"
    pages: tuple[int, int]


class Span(Contract):
    first: int
    last: int


class PageTurned(Event):
    type: Literal["PageTurned.v3"] = "PageTurned.v3"
    span: Span


def second(old: PageTurnedV1) -> PageTurnedV2:
    return PageTurnedV2(pages=(old.page, old.page + 1))


def third(old: PageTurnedV2) -> PageTurned:
    return PageTurned(span=Span(first=old.pages[0], last=old.pages[1]))


UPCASTERS = (
    Upcaster(PageTurnedV1, PageTurnedV2, second),
    Upcaster(PageTurnedV2, PageTurned, third),
)
CODEC = Codec({"PageTurned.v3": PageTurned}, UPCASTERS)


def stored(event: Event, **more: object) -> StoredEvent:
    data = json.dumps({**json.loads(event.to_json()), **more}).encode()
    return StoredEvent(UUID(int=1), event.type, data, METADATA.to_json(), "book-1", 0, 1)


@given(st.integers(-1000, 1000))
def test_every_version_is_read_as_the_newest(page: int):
    newest = PageTurned(span=Span(first=page, last=page + 1))
    for written in (PageTurnedV1(page=page), PageTurnedV2(pages=(page, page + 1)), newest):
        assert CODEC.recorded(stored(written)).event == newest


def test_the_envelope_goes_on_to_say_what_is_stored():
    assert CODEC.recorded(stored(PageTurnedV1(page=1))).envelope.type == "PageTurned.v1"


def test_an_old_version_is_read_only_where_its_newest_is_in_the_catalogue():
    with pytest.raises(UnknownEventType, match=r"PageTurned\.v1"):
        Codec({}, UPCASTERS).recorded(stored(PageTurnedV1(page=1)))


@given(st.dictionaries(st.text("abcdefgh_", min_size=1), st.none() | st.booleans() | st.integers()))
def test_fields_that_a_newer_producer_added_are_left_aside(added: dict[str, object]):
    for event in (PageTurnedV1(page=1), PageTurned(span=Span(first=1, last=2))):
        assert CODEC.recorded(stored(event, **added)).event == CODEC.recorded(stored(event)).event


def test_they_are_left_aside_in_every_part_of_an_event_and_in_its_metadata():
    agreed = EXAMPLES["PlanAgreed.v1"]
    said = json.loads(agreed.to_json())
    said["agreements"][0]["priority"] = said["acceptances"][1]["actor"]["office"] = "new"
    about = {**json.loads(METADATA.to_json()), "tenant": "new"}
    about["actor"]["office"] = "new"
    raw = stored(agreed)._replace(
        data=json.dumps(said).encode(), metadata=json.dumps(about).encode()
    )
    assert Codec({agreed.type: type(agreed)}).recorded(raw).event == agreed
    assert envelope(raw).metadata == METADATA


def test_what_is_written_and_what_people_send_stays_exact():
    with pytest.raises(ValidationError, match="extra"):
        PageTurned.model_validate({"span": {"first": 1, "last": 2}, "extra": 1})
    with pytest.raises(ValidationError, match="extra"):
        Actor.model_validate_json('{"sub": "staff-17", "role": "counsellor", "extra": 1}')
    with pytest.raises(ValidationError, match="extra"):
        Metadata.model_validate({**METADATA.model_dump(), "extra": 1})


@pytest.mark.parametrize("broken", [b'{"span": {"first": 1}}', b"{}", b"[]", b"\xff", b""])
def test_what_a_known_field_must_hold_is_not_forgiven(broken: bytes):
    event = stored(PageTurned(span=Span(first=1, last=2)))._replace(data=broken)
    with pytest.raises(ValidationError):
        CODEC.recorded(event)
