"""Every event is a sentence, in German and in English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from contracts.catalogue import EVENTS
from contracts.envelope import Actor, Envelope, Recorded, Role
from contracts.examples import EXAMPLES, METADATA, PLAN
from contracts.plan_document import PlanDocument
from services.audit.sentences import CATALOGUES, Language, sentence
from services.audit.sentences.details import details

_PLACE = re.compile(r"\{([a-z_.]+)\}")
LANGUAGES: tuple[Language, ...] = ("de", "en")
NAMED_ANYWHERE = {"type"}


def recorded(type: str) -> Recorded[Any]:
    return Recorded(Envelope(PLAN, type, f"plan-{PLAN}", 0, 1, METADATA), EXAMPLES[type])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type", EVENTS)
def test_every_event_has_its_sentence(type: str, language: Language) -> None:
    said = sentence(recorded(type), language)

    when = "2. März 2026 um 10:15 Uhr" if language == "de" else "2 March 2026 at 10:15"
    assert when in said, "Europe/Berlin, not UTC"
    assert "staff-17" in said, "who"
    assert said.endswith(".")
    assert not re.search(r"[{}\[\]]|None", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_sentence_for_nothing_else(language: Language) -> None:
    assert set(CATALOGUES[language].events) == set(EVENTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type", EVENTS)
def test_no_fact_of_an_event_is_left_out(type: str, language: Language) -> None:
    """Each field is in the sentence or, a personal text, below it."""
    event = EXAMPLES[type]
    spoken = {place.removeprefix("event.") for place in _PLACE.findall(_template(type, language))}
    spoken |= {place.partition(".")[0] for place in spoken}
    below = " ".join(details(event, lambda _: "text", language))

    for name in type_fields(event):
        captioned = CATALOGUES[language].texts.get(name, "no caption")
        assert name in spoken or captioned in below or name in _TOLD_OTHERWISE, (type, name)


_TOLD_OTHERWISE = {
    # said by the line's plan, its neighbours or its terms
    "plan",
    "client",
    "jobcenter",
    "terms",
    "agreements",
    "acceptances",
    "plan_revision",
    "cause",
    "cause_stream",
    "cause_revision",
    "subject",
    "talk",
    "interim_goal",
    "proof",
    "evidence",
    "template_version",
    "begin",
    "ends_at",
}


def type_fields(event: BaseModel) -> list[str]:
    return [name for name in type(event).model_fields if name not in NAMED_ANYWHERE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_contracts_is_translated(language: Language) -> None:
    words = CATALOGUES[language].words
    for model in EVENTS.values():
        for field, values in _literals(model):
            if field not in NAMED_ANYWHERE:
                missing = values - set(words.get(field, {}))
                assert not missing, (model.__name__, field, missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_plan_consists_of_has_a_caption(language: Language) -> None:
    known = CATALOGUES[language].fields
    assert set(_field_names(PlanDocument)) - set(known) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_can_be_named(language: Language) -> None:
    assert set(CATALOGUES[language].actors) == set(get_args(Role))


def test_both_languages_say_the_same_things() -> None:
    german, english = CATALOGUES["de"], CATALOGUES["en"]
    assert set(german.phrases) == set(english.phrases)
    assert set(german.fields) == set(english.fields)
    assert set(german.texts) == set(english.texts)
    assert {k: set(v) for k, v in german.words.items()} == {
        k: set(v) for k, v in english.words.items()
    }
    for type in EVENTS:
        assert set(_PLACE.findall(german.events[type])) == set(_PLACE.findall(english.events[type]))


def test_what_is_missing_is_not_spoken_of() -> None:
    offered = EXAMPLES["DraftOffered.v1"].model_copy(update={"thinking_time_until": None})
    said = sentence(Recorded(recorded("DraftOffered.v1").envelope, offered), "de")

    assert "Bedenkzeit" not in said
    assert said.endswith("vorgelegt.")


def _template(type: str, language: Language) -> str:
    return CATALOGUES[language].events[type]


def _literals(model: Any) -> Iterator[tuple[str, set[str]]]:
    for name, hint in get_type_hints(model, include_extras=False).items():
        for part in _parts(hint):
            if get_origin(part) is Literal:
                yield name, set(get_args(part))
            elif isinstance(part, type) and issubclass(part, BaseModel) and part is not Actor:
                yield from _literals(part)


_SKIPPED = {"event", "at", "disputed", "revision", "opened"}


def _field_names(thing: Any) -> Iterator[str]:
    hints: Mapping[str, Any] = get_type_hints(thing)
    names = [f.name for f in fields(thing)] if is_dataclass(thing) else thing.model_fields
    for name in names:
        if is_dataclass(thing) and name in _SKIPPED:
            continue
        yield name
        for part in _parts(hints[name]):
            if _has_parts(part):
                yield from _field_names(part)


def _has_parts(part: Any) -> bool:
    """An actor is told in one piece."""
    if not isinstance(part, type) or part is Actor:
        return False
    return is_dataclass(part) or issubclass(part, BaseModel)


def _parts(hint: Any) -> Iterator[Any]:
    """Through unions, annotations and containers to what is inside."""
    if get_origin(hint) in (Union, UnionType, tuple, list, dict):
        for part in get_args(hint):
            yield from _parts(part)
    elif get_origin(hint) is Annotated:
        yield from _parts(get_args(hint)[0])
    else:
        yield hint
