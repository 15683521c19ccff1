"""Answers as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import orjson

from services.audit.answers.models import (
    AccessEntry,
    ConsentEntry,
    DifferenceEntry,
    Mark,
    Told,
    TrailEntry,
)
from services.audit.answers.outline import OutlineLine
from services.audit.answers.tree import Branch

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""

Row = Mapping[str, Any]
"""Values by column. Every row of a table has the same columns, in the same order."""


def csv_lines(rows: Iterable[Row], columns: Iterable[str], *, header: bool = True) -> Iterator[str]:
    """Each line with its CR LF; the columns' names first."""
    names = list(columns)
    values = ([row[name] for name in names] for row in rows)
    for line in chain([names] if header else [], values):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([safe(value) for value in line])
        yield buffer.getvalue()


def safe(value: Any) -> str:
    """What begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    if value is None:
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def trail_row(one: TrailEntry) -> Row:
    return {
        "position": one.position,
        "time": one.time,
        "type": one.type,
        "sentence": one.sentence,
        "words": "\n".join(one.words),
        "disputed": disputed(one.disputed),
        **_actor(one),
        "plan": one.plan,
        "client": one.client,
        "version": one.version,
        "stream": one.stream,
        "revision": one.revision,
        "event": one.event,
        "cause": one.cause,
        "caused_by_position": one.caused_by.position if one.caused_by else None,
        "correlation": one.correlation,
        "regime": one.regime,
        "data": orjson.dumps(one.data).decode(),
    }


def branch_row(one: Branch) -> Row:
    return {"depth": one.depth, **trail_row(one.entry)}


def consent_row(one: ConsentEntry) -> Row:
    return {
        "position": one.position,
        "time": one.time,
        "sentence": one.sentence,
        "disputed": disputed(one.disputed),
        "plan": one.plan,
        "client": one.client,
        "jobcenter": one.jobcenter,
        "version": one.version,
        "digest": one.digest,
        "solution": one.solution,
        "party": one.party,
        "channel": one.channel,
        **_actor(one),
        "agreed": one.agreed.time if one.agreed else None,
        "withdrawn": one.withdrawn.time if one.withdrawn else None,
        "withdrawn_because": one.withdrawn.cause if one.withdrawn else None,
        "event": one.event,
    }


def difference_row(one: DifferenceEntry) -> Row:
    made_by = one.made_by
    return {
        "path": "/".join(one.path),
        "change": one.change,
        "before": _flat(one.before),
        "after": _flat(one.after),
        "sentence": one.sentence,
        "disputed": disputed(one.disputed),
        "made_by": made_by.sentence,
        "type": made_by.type,
        **_actor(made_by),
        "time": made_by.time,
        "position": made_by.position,
        "event": made_by.event,
        "because": "\n".join(told.sentence for told in one.because),
    }


def outline_row(one: OutlineLine) -> Row:
    return {
        "path": "/".join(one.path),
        "value": one.value,
        "disputed": disputed(one.disputed),
        "event": one.event,
    }


def access_row(one: AccessEntry) -> Row:
    question = one.question.model_dump_json(exclude_none=True) if one.question else None
    return {**one.model_dump(exclude={"question"}), "question": question}


def disputed(marks: Iterable[Mark]) -> str:
    """Since when and by whom; several one below the other."""
    return "\n".join(f"{mark.since.isoformat()} {mark.party}: {mark.text}" for mark in marks)


def _actor(one: TrailEntry | ConsentEntry | Told) -> Row:
    actor = one.actor
    return {
        "actor": actor.sub,
        "role": actor.role,
        "organisation": actor.organisation,
        "on_behalf_of": actor.on_behalf_of,
    }


def _flat(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()
