"""Answers as a text that a judge can read. Plain lines: `rich` shows them as they are."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from services.audit.answers.models import (
    AccessEntry,
    ConsentEntry,
    DifferenceEntry,
    Mark,
    Told,
    TrailEntry,
    Truth,
)
from services.audit.answers.outline import OutlineLine
from services.audit.answers.tree import Branch
from services.audit.sentences import CATALOGUES, Language, fill
from services.audit.sentences.catalogue import Catalogue
from services.audit.sentences.details import quoted

MEDIA_TYPE = "text/plain; charset=utf-8"
INDENT = "    "

_FORGING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could end a line, steer a terminal or turn the direction of reading round."""


def safe(line: str) -> str:
    """Nobody's words can look like a line of their own."""
    return _FORGING.sub("\ufffd", line)


T = TypeVar("T")
Text = Callable[[Iterable[T], Language], Iterator[str]]


def each(lines: Callable[[T, Language], Iterator[str]]) -> Text[T]:
    """One entry below the other."""
    return lambda items, language: (line for item in items for line in lines(item, language))


def trail_text(one: TrailEntry, language: Language) -> Iterator[str]:
    catalogue = CATALOGUES[language]
    yield f"[{one.position}] {one.sentence}"
    yield from _indented(one.words)
    if one.caused_by:
        yield INDENT + catalogue.phrases["cause"].format(**one.caused_by.model_dump())
    yield from marks_text(one.disputed, catalogue)


def branch_text(one: Branch, language: Language) -> Iterator[str]:
    """Below what it followed from, one step further in."""
    return (INDENT * one.depth + line for line in trail_text(one.entry, language))


def consent_text(one: ConsentEntry, language: Language) -> Iterator[str]:
    yield f"[{one.position}] {one.sentence}"
    yield from marks_text(one.disputed, CATALOGUES[language])


def differences_text(items: Iterable[DifferenceEntry], language: Language) -> Iterator[str]:
    """What one event made different stands together with its maker; reasons that several share
    stand once, below all of them."""
    catalogue = CATALOGUES[language]
    for because, alike in groupby(items, key=lambda one: one.because):
        for made_by, group in groupby(alike, key=lambda one: one.made_by):
            for one in group:
                yield one.sentence
                yield from marks_text(one.disputed, catalogue)
            yield from _told("made_by", made_by, catalogue)
        for cause in because:
            yield from _told("because", cause, catalogue)
        yield ""


def outline_text(one: OutlineLine, language: Language) -> Iterator[str]:
    yield f"{one.caption}: {one.value}"
    yield from marks_text(one.disputed, CATALOGUES[language])


def access_text(one: AccessEntry, language: Language) -> Iterator[str]:
    catalogue = CATALOGUES[language]
    fields = {name: getattr(one, name) for name in AccessEntry.model_fields}
    yield f"[{one.number}] {fill(catalogue.phrases['access'], fields, catalogue)}"


def truth_text(truth: Truth, language: Language) -> Iterator[str]:
    catalogue = CATALOGUES[language]
    fields = {"position": truth.position, "time": truth.time, "reason": truth.stale}
    yield fill(catalogue.phrases["true_for"], fields, catalogue)
    if truth.stale:
        yield fill(catalogue.phrases["stale"], fields, catalogue)


def marks_text(marks: Iterable[Mark], catalogue: Catalogue) -> Iterator[str]:
    for mark in marks:
        said = fill(
            catalogue.phrases["disputed"], {"since": mark.since, "party": mark.party}, catalogue
        )
        yield f"{INDENT}{said}: {quoted(mark.text, catalogue)}"


def _told(phrase: str, told: Told, catalogue: Catalogue) -> Iterator[str]:
    yield INDENT + catalogue.phrases[phrase].format(sentence=told.sentence)
    yield from (INDENT + line for line in _indented(told.words))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)
