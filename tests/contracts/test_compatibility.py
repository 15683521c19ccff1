"""The compatibility gate: what may change within a version, and what needs the next one."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from contracts import async_api, committed, json_schema, release
from contracts.committed import CONTRACTS
from contracts.compatibility.gate import broken_promises
from contracts.compatibility.schemas import differences
from koop.cli.app import app
from tests.contracts.any_schema import changed, instances, leaves, nodes, nullable, schemas

Schema = dict[str, Any]
MANY = 6


def kinds(old: Schema, new: Schema) -> set[str]:
    return {one.kind for one in differences(old, new)}


@pytest.mark.slow
@settings(max_examples=200)
@given(st.data())
def test_what_was_written_stays_valid_unless_the_gate_says_so(data: st.DataObject):
    old = data.draw(schemas)
    new = data.draw(changed(old))
    if not {"narrower", "changed"} & kinds(old, new):
        for written in data.draw(st.lists(instances(old), min_size=MANY, max_size=MANY)):
            assert Draft202012Validator(new).is_valid(written)


@pytest.mark.slow
@settings(max_examples=200)
@given(st.data())
def test_an_older_reader_understands_what_is_written_now_unless_the_gate_says_so(
    data: st.DataObject,
):
    old = data.draw(schemas)
    new = data.draw(changed(old))
    if not {"wider", "changed"} & kinds(old, new):
        for written in data.draw(st.lists(instances(new), min_size=MANY, max_size=MANY)):
            assert Draft202012Validator(old).is_valid(written)


@given(schemas)
def test_nothing_changed_is_no_difference(schema: Schema):
    assert differences(schema, deepcopy(schema)) == []


@given(st.data())
def test_better_words_and_optional_fields_are_no_difference(data: st.DataObject):
    old = data.draw(schemas)
    new = deepcopy(old)
    for node in nodes(new):
        node["description"] = node["title"] = "in better words"
        if "properties" in node:
            node["properties"]["later"] = nullable(data.draw(leaves()))
    assert differences(old, new) == []


@given(st.data())
def test_two_steps_hurt_whomever_one_of_them_hurts_at_most(data: st.DataObject):
    """What passes twice passes at once: a release can be compared with the last one alone."""
    first = data.draw(schemas)
    second = data.draw(changed(first))
    third = data.draw(changed(second))
    if not differences(first, second) and not differences(second, third):
        assert differences(first, third) == []


AGREED = json.loads((json_schema.FOLDER / "plan" / "PlanAgreed.v1.json").read_text("utf-8"))


def remove(schema: Schema) -> None:
    del schema["properties"]["review_due"]
    schema["required"].remove("review_due")


def rename(schema: Schema) -> None:
    schema["properties"]["review_on"] = schema["properties"].pop("review_due")
    schema["required"][-1] = "review_on"


def demand(schema: Schema) -> None:
    schema["properties"]["place"] = {"type": "string"}
    schema["required"].append("place")


def demand_inside(schema: Schema) -> None:
    schema["$defs"]["AgreementTerms"]["required"].append("due")


def forbid_a_value(schema: Schema) -> None:
    schema["$defs"]["Acceptance"]["properties"]["channel"]["enum"].remove("phone")


def allow_a_value(schema: Schema) -> None:
    schema["$defs"]["Acceptance"]["properties"]["channel"]["enum"].append("video")


def excuse(schema: Schema) -> None:
    schema["required"].remove("digest")


def set_to(path: str, value: Any) -> Callable[[Schema], None]:
    def change(schema: Schema) -> None:
        *way, last = path.split("/")
        for step in way:
            schema = schema[step]
        schema[last] = value

    return change


CHANGES = [
    (remove, "`review_due` was removed"),
    (rename, "`review_due` was removed (is it `review_on` now?)"),
    (demand, "`place` was added and is required"),
    (demand_inside, "`agreements[].due` is required now"),
    (forbid_a_value, '`acceptances[0].channel` may not be "phone" any more'),
    (allow_a_value, '`acceptances[0].channel` may be "video" now'),
    (excuse, "`digest` may be missing now"),
    (set_to("additionalProperties", False), "the whole takes no other fields any more"),
    (set_to("properties/version/minimum", 2), "`version` had minimum 1 and has 2"),
    (set_to("properties/version/maximum", 9), "`version` had maximum None and has 9"),
    (set_to("properties/version/type", "string"), "`version` was integer and is string"),
    (set_to("properties/digest/pattern", "^md5:"), "`digest` had pattern "),
    (set_to("properties/review_due/format", "date-time"), "`review_due` had format 'date'"),
    (set_to("$defs/AgreementTerms/properties/what/x-sealed", False), "had x-sealed True"),
    (set_to("properties/remarks/minItems", 1), "`remarks` had minItems None and has 1"),
    (set_to("properties/type/const", "PlanAgreed.v2"), 'may not be "PlanAgreed.v1" any more'),
    (set_to("$defs/AgreementTerms/properties/due/default", "2026-01-01"), "meant None where it"),
]


@pytest.mark.parametrize(("change", "told"), CHANGES, ids=[told for _, told in CHANGES])
def test_a_change_that_hurts_somebody_is_named_where_it_is(
    change: Callable[[Schema], None], told: str
):
    new = deepcopy(AGREED)
    change(new)
    assert any(told in str(one) for one in differences(AGREED, new))


def test_a_closed_body_may_take_more_but_its_senders_must_not_lose_anything():
    closed: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    more = {**closed, "properties": {"a": {"type": "string"}}}
    assert kinds(closed, more) == {"wider"}
    assert kinds(more, closed) == {"changed"}


@pytest.fixture
def now(tmp_path: Path) -> Path:
    """The contracts as they are, to be changed."""
    copytree(json_schema.FOLDER, tmp_path / "schemas")
    copytree(async_api.FOLDER, tmp_path / "asyncapi")
    return tmp_path


def edit(file: Path, change: Callable[[Schema], None]) -> None:
    schema = json.loads(file.read_text("utf-8"))
    change(schema)
    file.write_text(json.dumps(schema), "utf-8")


@pytest.mark.parametrize("released", release.releases(), ids=lambda folder: folder.name)
def test_every_promise_of_every_release_is_kept(released: Path):
    assert broken_promises(released, CONTRACTS) == []


def test_a_broken_promise_is_told_with_what_to_do_instead(now: Path):
    edit(now / "schemas" / "plan" / "PlanAgreed.v1.json", remove)
    assert broken_promises(CONTRACTS, now) == [
        "plan/PlanAgreed.v1: `review_due` was removed. Leave PlanAgreed.v1 as it was; make "
        "PlanAgreed.v2 and an upcaster (contracts/past.py, contracts/upcasting.py)."
    ]


def test_a_type_that_was_ever_said_stays(now: Path):
    (now / "schemas" / "plan" / "AppointmentMissed.v1.json").unlink()
    (told,) = broken_promises(CONTRACTS, now)
    assert told.startswith("plan/AppointmentMissed.v1 is gone.")
    assert "contracts/past.py" in told


def test_metadata_has_no_next_version_to_go_to(now: Path):
    edit(now / "schemas" / "Metadata.json", lambda schema: schema["properties"].pop("regime"))
    (told, *_) = broken_promises(CONTRACTS, now)
    assert "add an optional one beside it" in told


def test_a_new_event_breaks_nothing(now: Path):
    (now / "schemas" / "plan" / "PlanArchived.v1.json").write_text("{}")
    assert broken_promises(CONTRACTS, now) == []


AT_THE_OTHER_END = [
    (set_to("channels/events/address", "plans"), "channel events was plan.events and is plans"),
    (set_to("channels/events/messages", {}), "message PlanOpened_v1 is gone"),
    (set_to("operations", {}), "operation takeCommands is gone"),
    (
        lambda doc: doc["components"]["messageTraits"]["plan"]["headers"]["properties"].pop(
            "ce_id"
        ),
        "events of plan: header `ce_id` was removed",
    ),
    (
        lambda doc: doc["channels"]["commands"]["messages"]["command"]["headers"][
            "required"
        ].append("if-match"),
        "commands/command: header `if-match` is required now",
    ),
    (
        set_to("channels/commandResults/messages/refused/payload/properties/status/type", "string"),
        "commandResults/refused: `status` was integer and is string",
    ),
    (
        set_to("channels/events/messages/PlanAgreed_v1/payload/$ref", "elsewhere.json"),
        "events/PlanAgreed_v1: the whole had $ref",
    ),
    (set_to("channels/events/messages/PlanAgreed_v1/bindings", {}), "its bindings changed"),
]


@pytest.mark.parametrize(
    ("change", "told"), AT_THE_OTHER_END, ids=[told for _, told in AT_THE_OTHER_END]
)
def test_a_channel_that_changed_for_the_other_end_is_named(
    change: Callable[[Schema], None], told: str, now: Path
):
    edit(now / "asyncapi" / "plan.json", change)
    assert any(told in sentence for sentence in broken_promises(CONTRACTS, now))


def test_a_service_may_say_more_and_take_more(now: Path):
    def grow(doc: Schema) -> None:
        messages = doc["channels"]["events"]["messages"]
        messages["PlanArchived_v1"] = messages["PlanClosed_v1"]
        doc["components"]["messageTraits"]["plan"]["headers"]["properties"]["ce_tenant"] = {}
        doc["channels"]["commands"]["messages"]["command"]["headers"]["required"].remove(
            "ce_source"
        )
        doc["channels"]["more"] = doc["channels"]["events"]

    edit(now / "asyncapi" / "plan.json", grow)
    assert broken_promises(CONTRACTS, now) == []


def test_the_command_line_says_so_and_fails(monkeypatch: pytest.MonkeyPatch, now: Path):
    edit(now / "schemas" / "plan" / "PlanAgreed.v1.json", remove)
    monkeypatch.setattr(committed, "CONTRACTS", now)
    refused = CliRunner().invoke(app, ["contracts", "check"])
    assert refused.exit_code == 1
    assert "make PlanAgreed.v2 and an upcaster" in " ".join(refused.output.split())


def test_a_release_is_frozen_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(release, "FOLDER", tmp_path)
    folder = release.freeze("1.10.0")
    assert release.freeze("1.9.0").name == "1.9.0"
    assert release.releases()[-1] == folder, "1.10.0 follows 1.9.0"
    with pytest.raises(release.ReleasedAlready):
        release.freeze("1.9.0")
    with pytest.raises(ValueError, match="three numbers"):
        release.freeze("2.0")
