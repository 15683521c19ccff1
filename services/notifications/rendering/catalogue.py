"""A catalogue of messages: all that is said in one language, as data. A language is a file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from contracts.model import Contract
from contracts.notifications import Language

DEFAULT_LANGUAGE = "de"

Text = Annotated[str, Field(min_length=1)]


class Template(Contract):
    """`version` is raised whenever the text changes: what somebody was told stays traceable."""

    version: Annotated[int, Field(ge=1)]
    subject: Text
    body: Text


class Format(Contract):
    """How days and times are written."""

    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    weekdays: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)]
    date: Text
    clock: Text
    moment: Text


class Frame(Contract):
    """What stands around every message, by whom it is for."""

    client: Text
    representative: Text
    staff: Text


class CopyTexts(Contract):
    """The readable copy of a plan: its six headings, and one agreement in it."""

    heading: Text
    occupational_goal: Text
    interim_goal: Text
    client: Text
    jobcenter: Text
    third_party: Text
    remarks: Text
    nothing: Text
    agreement: Text
    proposed: Text
    consents: Text
    consent: Text
    review: Text
    digest: Text


class Catalogue(Contract):
    language: Language
    name: Text
    direction: Literal["ltr", "rtl"] = "ltr"
    format: Format
    frame: Frame
    words: Mapping[str, Text]
    copy_texts: Annotated[CopyTexts, Field(alias="copy")]
    templates: Mapping[str, Template]


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Every catalogue that is shipped, by its language.

    Raises pydantic's ValidationError or tomllib's TOMLDecodeError for a file that is none.
    """
    folder = files("services.notifications") / "catalogues"
    toml = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    found = (Catalogue.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in toml)
    return MappingProxyType({catalogue.language: catalogue for catalogue in found})


def catalogue(language: str) -> Catalogue:
    """That language's; the default's where it is offered no longer."""
    return catalogues().get(language) or catalogues()[DEFAULT_LANGUAGE]
