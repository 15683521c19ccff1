"""The catalogue of events, as a promise."""

import json

import jsonschema
import pytest
from pydantic import ValidationError

from contracts.catalogue import EVENTS, PAST, SERVICES, newest, stored_types
from contracts.committed import drifted
from contracts.envelope import Metadata
from contracts.examples import EXAMPLES, METADATA, PAST_EXAMPLES, SEALED
from contracts.json_schema import documents
from contracts.model import Event
from contracts.plan import AppointmentMissed, ClientVoiceRecorded, PlanOpened


def test_every_event_has_exactly_one_example():
    assert set(EXAMPLES) == set(EVENTS)
    assert set(PAST_EXAMPLES) == set(PAST)


def test_no_two_services_say_an_event_of_the_same_name():
    assert sum(len(events) for events in SERVICES.values()) == len(EVENTS)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_event_survives_the_way_to_the_store_and_back(example: Event):
    assert EVENTS[example.type].model_validate_json(example.to_json()) == example


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_reading_and_writing_again_gives_the_same_bytes(example: Event):
    read = EVENTS[example.type].model_validate_json(example.to_json())
    assert read.to_json() == example.to_json()


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_field_nobody_declared_is_refused(example: Event):
    body = {**json.loads(example.to_json()), "surprise": 1}
    with pytest.raises(ValidationError, match="surprise"):
        EVENTS[example.type].model_validate(body)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_names_its_type_and_version(name: str):
    model = EVENTS[name]
    assert name.startswith(model.__name__ + ".v")
    with pytest.raises(ValidationError):
        model.model_validate({**json.loads(EXAMPLES[name].to_json()), "type": "Other.v1"})


def test_no_version_is_said_today_and_superseded_at_once():
    assert PAST
    assert set(PAST).isdisjoint(EVENTS)


@pytest.mark.parametrize("name", PAST)
def test_a_superseded_version_leads_to_a_later_one_of_the_same_event(name: str):
    (was, version), (now, today) = (type.split(".v") for type in (name, newest(name)))
    assert newest(name) in EVENTS
    assert was == now
    assert int(version) < int(today)


def test_an_event_is_found_under_every_type_it_was_ever_stored_as():
    assert stored_types(AppointmentMissed) == {"AppointmentMissed.v1", "AppointmentMissed.v2"}
    assert stored_types(PlanOpened) == {"PlanOpened.v1"}


def test_metadata_survives_the_way_to_the_store_and_back():
    assert Metadata.model_validate_json(METADATA.to_json()) == METADATA


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValidationError, match="timezone"):
        Metadata.model_validate({**METADATA.model_dump(), "time": "2026-03-02T09:15:00"})


def test_a_personal_text_never_enters_an_event_in_plain():
    with pytest.raises(ValidationError, match="unsealed"):
        ClientVoiceRecorded(kind="wish", text="Ich wünsche mir einen Kurs.")


def test_a_personal_text_is_sealed_while_the_request_is_read():
    body = '{"kind": "wish", "text": "  Ich wünsche mir einen Kurs. "}'
    sent: list[str] = []

    def seal(text: str):
        sent.append(text)
        return SEALED

    voice = ClientVoiceRecorded.model_validate_json(body, context={"seal": seal})
    assert (voice.text, sent) == (SEALED, ["Ich wünsche mir einen Kurs."])


def test_a_personal_text_is_opened_while_the_answer_is_written():
    voice = ClientVoiceRecorded(kind="wish", text=SEALED)
    assert voice.model_dump(context={"open": lambda _: "geöffnet"})["text"] == "geöffnet"
    assert voice.model_dump()["text"] == SEALED


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_personal_text_is_refused(text: str):
    with pytest.raises(ValidationError):
        ClientVoiceRecorded.model_validate(
            {"kind": "wish", "text": text}, context={"seal": lambda _: SEALED}
        )


def test_the_committed_documents_are_those_of_the_models():
    assert drifted() == []


def test_every_example_is_valid_by_its_committed_schema():
    for path, _ in documents():
        schema = json.loads(path.read_text())
        validator = jsonschema.Draft202012Validator(schema)
        for example in schema["examples"]:
            validator.validate(example)
