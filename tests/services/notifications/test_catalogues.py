"""The catalogues: complete in every language, and written for people."""

import re
from importlib.resources import files
from typing import get_args

import pytest

from contracts import mediation as m
from contracts import plan as p
from contracts.notifications import PreferencesSet
from services.notifications.rendering.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogues
from services.notifications.rendering.filling import placeholders
from services.notifications.who_is_told import TEMPLATES

GERMAN = catalogues()[DEFAULT_LANGUAGE]
LANGUAGES = sorted(catalogues())
OTHERS = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]

ONLY_DATES_AND_NUMBERS = {"version", "due", "until", "at", "last_day"}


def named(catalogue: Catalogue, template: str) -> tuple[frozenset[str], frozenset[str]]:
    text = catalogue.templates[template]
    return placeholders(text.subject), placeholders(text.body)


def test_german_plain_german_and_english_are_there():
    assert {"de", "de-simple", "en"} <= set(LANGUAGES)


def test_a_language_is_a_file():
    folder = files("services.notifications") / "catalogues"
    assert sorted(f"{language}.toml" for language in LANGUAGES) == sorted(
        file.name for file in folder.iterdir() if file.name.endswith(".toml")
    )


def test_every_language_can_be_asked_for():
    for language in LANGUAGES:
        assert PreferencesSet(channels=("outbox",), language=language).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_template_of_the_table_and_no_other(language: str):
    assert set(catalogues()[language].templates) == TEMPLATES


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("language", OTHERS)
def test_a_template_names_the_same_in_every_language(language: str, template: str):
    assert named(catalogues()[language], template) == named(GERMAN, template)


@pytest.mark.parametrize("language", OTHERS)
def test_words_frames_and_the_copy_are_the_same_in_every_language(language: str):
    other = catalogues()[language]
    assert set(other.words) == set(GERMAN.words)
    for part in ("frame", "copy_texts"):
        mine, theirs = getattr(other, part).model_dump(), getattr(GERMAN, part).model_dump()
        assert {k: placeholders(v) for k, v in mine.items()} == {
            k: placeholders(v) for k, v in theirs.items()
        }


def test_there_is_a_word_for_everything_that_an_event_can_say():
    def all_of(prefix: str, literal: object) -> set[str]:
        return {f"{prefix}.{word}" for word in get_args(literal)}

    recused = m.MediatorRecused.model_fields["cause"].annotation
    moot = m.MediationBecameMoot.model_fields["cause"].annotation
    delivered = p.Delivery.model_fields["how"].annotation
    needed = (
        all_of("mode", p.Mode)
        | all_of("channel", p.Channel)
        | all_of("delivery", delivered)
        | all_of("delivery", p.LegalNotice.model_fields["form"].annotation)
        | all_of("party", p.Party)
        | all_of("side", p.Party)
        | all_of("asked_by", m.Requester)
        | all_of("requester", m.Requester)
        | all_of("recused", recused)
        | all_of("recused_staff", recused)
        | all_of("moot", moot)
        | all_of("ended", moot)
        | {"ended.withdrawn", "hint.mediation", "answer.adjusted", "answer.extended"}
    )
    assert needed == set(GERMAN.words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_names_anything_personal(language: str):
    """A subject is what others see over somebody's shoulder."""
    for template in TEMPLATES:
        assert named(catalogues()[language], template)[0] <= ONLY_DATES_AND_NUMBERS


def sentences(text: str) -> list[str]:
    """What is read as one sentence: placeholders count as a word, a colon ends one, too."""
    bare = re.sub(r"\{[a-z_]+\}", "X", text)
    lines = (line.strip(" -„“") for line in bare.split("\n"))
    return [s for line in lines for s in re.split(r"(?<=[.?!:])\s+", line) if s]


PLAIN = catalogues()["de-simple"].templates
PASSIVE = re.compile(r"\b(wurden?|worden|werden|wird)\b")
GENITIVE = re.compile(r"\b(des|eines|einer|deren|dessen|Ihres|Ihrer|unseres|seines)\b")
AFTER_PREPOSITION = re.compile(r"\b(von|mit|in|zu|aus|bei|an|auf|nach|vor) (einer|Ihrer)\b", re.I)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_plain_german_has_short_sentences_without_genitive_and_passive(template: str):
    for sentence in sentences(PLAIN[template].body):
        assert len(sentence.split()) <= 13, sentence
        assert not GENITIVE.search(AFTER_PREPOSITION.sub("", sentence)), sentence
        passive = PASSIVE.search(sentence)
        assert not passive or sentence.startswith("Aus dem Vorschlag wird"), sentence


def test_plain_german_gives_every_sentence_a_line_of_its_own():
    simple = catalogues()["de-simple"]
    texts = [one.body for one in PLAIN.values()]
    texts += [*simple.words.values(), *simple.frame.model_dump().values()]
    for line in "\n".join(texts).split("\n"):
        assert len(re.findall(r"[.?!](?=\s|$)", re.sub(r"\d\.", "", line))) <= 1, line


@pytest.mark.parametrize("template", sorted(t for t in TEMPLATES if not t.endswith(".staff")))
def test_every_message_to_a_client_says_what_can_be_done_or_that_nothing_must_be(template: str):
    said = GERMAN.templates[template].body
    assert re.search(
        r"können Sie|Sie können|müssen nichts|sagen Sie|sprechen Sie|Sprechen Sie|melden Sie|"
        r"Melden Sie|Sagen Sie|Fragen Sie|Überlegen Sie|bekommen ihn|erledigt|gilt weiter",
        said,
    )
