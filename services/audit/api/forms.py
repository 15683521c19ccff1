"""How each kind of entry looks in a table and in a text."""

from services.audit.answers import as_csv, as_text
from services.audit.answers.models import (
    AccessEntry,
    ConsentEntry,
    DifferenceEntry,
    TrailEntry,
)
from services.audit.answers.outline import OutlineLine
from services.audit.answers.tree import Branch
from services.audit.api.replying import Form

_ACTOR = ("actor", "role", "organisation", "on_behalf_of")
_TRAIL = (
    *("position", "time", "type", "sentence", "words", "disputed"),
    *_ACTOR,
    *("plan", "client", "version", "stream", "revision", "event"),
    *("cause", "caused_by_position", "correlation", "regime", "data"),
)

TRAIL: Form[TrailEntry] = Form(
    "title_trail", _TRAIL, as_csv.trail_row, as_text.each(as_text.trail_text)
)
EVENTS: Form[TrailEntry] = Form(
    "title_events", _TRAIL, as_csv.trail_row, as_text.each(as_text.trail_text)
)
TREE: Form[Branch] = Form(
    "title_tree", ("depth", *_TRAIL), as_csv.branch_row, as_text.each(as_text.branch_text)
)
AGREEMENTS: Form[ConsentEntry] = Form(
    "title_agreements",
    (
        *("position", "time", "sentence", "disputed", "plan", "client", "jobcenter"),
        *("version", "digest", "solution", "party", "channel"),
        *_ACTOR,
        *("agreed", "withdrawn", "withdrawn_because", "event"),
    ),
    as_csv.consent_row,
    as_text.each(as_text.consent_text),
)
DIFFERENCES: Form[DifferenceEntry] = Form(
    "title_differences",
    (
        *("path", "change", "before", "after", "sentence", "disputed", "made_by", "type"),
        *_ACTOR,
        *("time", "position", "event", "because"),
    ),
    as_csv.difference_row,
    as_text.differences_text,
)
AS_OF: Form[OutlineLine] = Form(
    "title_as_of",
    ("path", "value", "disputed", "event"),
    as_csv.outline_row,
    as_text.each(as_text.outline_text),
)
ACCESSES: Form[AccessEntry] = Form(
    "title_accesses",
    (
        *("number", "at", "who", "role", "organisation", "purpose", "what"),
        *("plan", "client", "question"),
    ),
    as_csv.access_row,
    as_text.each(as_text.access_text),
)
