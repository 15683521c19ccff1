"""A sheet as a document: plain text, or one HTML page without anything from elsewhere."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from textwrap import wrap
from typing import Literal

from contracts.plan import Digest
from services.plan.copy.sheet import Entry, Sheet
from services.plan.copy.wording import Wording

Form = Literal["text", "html"]
_WIDTH = 78

_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:600}dd{margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.4rem 0 .3rem}"
    ".detail{color:#444}.mark{border-left:.3rem solid #b00;padding-left:.6rem}"
    "footer{border-top:1px solid #999;margin-top:2rem}"
)

STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
"""For a Content-Security-Policy that allows this style and nothing else."""


def document(sheet: Sheet, wording: Wording, form: Form, language: str) -> str:
    """The same sheet always gives the same document, to the byte."""
    return _html(sheet, wording, language) if form == "html" else _text(sheet, wording)


def fingerprint(document: str) -> Digest:
    """What `IssuePlanCopy` records: the SHA-256 of the document in UTF-8."""
    return f"sha256:{sha256(document.encode()).hexdigest()}"


def _text(sheet: Sheet, wording: Wording) -> str:
    return "\n".join(_lines(sheet, wording)) + "\n"


def _lines(sheet: Sheet, wording: Wording) -> Iterator[str]:
    yield from (sheet.title, "=" * len(sheet.title), "")
    yield from (f"{label}: {value}" for label, value in sheet.labels)
    for section in sheet.sections:
        yield from ("", section.heading, "-" * len(section.heading))
        for entry in section.entries or (Entry(wording.nothing),):
            yield from _wrapped(entry.text, "* " if section.entries else "  ")
            for more in entry.details:
                yield from _wrapped(more, "    ")
            for mark in entry.marks:
                yield from _wrapped(mark, "  ! ")
    yield ""
    for mark in sheet.marks:
        yield from _wrapped(mark, "! ")
    for line in (*sheet.consents, *sheet.notes):
        yield from _wrapped(line, "")


def _wrapped(text: str, begin: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.splitlines()):
        first = begin if number == 0 else " " * len(begin)
        yield from wrap(
            paragraph,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=" " * len(begin),
            break_long_words=False,
        )


def _html(sheet: Sheet, wording: Wording, language: str) -> str:
    spoken = "de" if language.startswith("de") else language
    labels = "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in sheet.labels)
    sections = "".join(
        f"<section><h2>{escape(section.heading)}</h2>{_entries(section.entries, wording)}</section>"
        for section in sheet.sections
    )
    return (
        f'<!doctype html>\n<html lang="{spoken}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(sheet.title)}</h1><dl>{labels}</dl>{sections}"
        f"<footer>{_paragraphs('mark', sheet.marks)}{_paragraphs('consent', sheet.consents)}"
        f"{_paragraphs('note', sheet.notes)}</footer></body></html>\n"
    )


def _entries(entries: tuple[Entry, ...], wording: Wording) -> str:
    if not entries:
        return _paragraphs("nothing", (wording.nothing,))
    items = (
        f"<li>{_paragraphs('text', (entry.text,))}{_paragraphs('detail', entry.details)}"
        f"{_paragraphs('mark', entry.marks)}</li>"
        for entry in entries
    )
    return f"<ul>{''.join(items)}</ul>"


def _paragraphs(kind: str, texts: tuple[str, ...]) -> str:
    return "".join(f'<p class="{kind}">{escape(text)}</p>' for text in texts)
