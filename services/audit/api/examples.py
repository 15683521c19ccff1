"""One example of each answer, made by the code that answers: they cannot go out of date."""

from typing import Any

import orjson

from contracts import examples
from contracts.envelope import Envelope, Recorded, event_id
from kernel.access_log import Access
from kernel.codec import to_store
from kernel.event_store import StoredEvent, columns_of
from kernel.projections import TrueFor
from services.audit.answers.differences import differences_answer
from services.audit.answers.making import (
    accesses_answer,
    agreements_answer,
    as_of_answer,
    export_answer,
    trail_answer,
)
from services.audit.answers.outline import outline
from services.audit.answers.tree import branches, tree_answer
from services.audit.api import forms
from services.audit.api.replying import Form, Page, Whole, whole
from services.audit.api.wish import Wish
from services.audit.comparing import agreed_content
from services.audit.exports.as_json_lines import JsonLines
from services.audit.exports.events import Batch
from services.audit.exports.log import Export, Receipt
from services.audit.exports.scope import Scope
from services.audit.lines import Line, Lines
from services.audit.marks import Marks, marks_of
from services.audit.read_models.consents import ConsentRow
from services.audit.reading_records import AccessPage
from services.audit.register import Consents
from services.audit.standings import Comparison, Standing, document_after, explained
from services.audit.tree import Tree, grown

_SHOWN = ("PlanOpened.v1", "AgreementDrafted.v1", "AgreementRedrafted.v1", "FactDisputed.v1")
_SINCE = examples.METADATA.time
_TRUE_FOR = TrueFor(len(_SHOWN), _SINCE)


def _open(_: str) -> str:
    return "Ich möchte wieder als Köchin arbeiten."


def _recorded(name: str, revision: int) -> Recorded[Any]:
    id = examples.FACT if name == "AgreementRedrafted.v1" else event_id(examples.PLAN, revision)
    envelope = Envelope(
        id=id,
        type=name,
        stream=f"plan-{examples.PLAN}",
        revision=revision,
        position=revision + 1,
        metadata=examples.METADATA,
    )
    return Recorded(envelope, examples.EXAMPLES[name])


_EVENTS = [_recorded(name, revision) for revision, name in enumerate(_SHOWN)]
_MARKS = marks_of(_EVENTS)


def _trail() -> Lines:
    lines = [Line(one, None, None, _MARKS.on(one), _open) for one in _EVENTS]
    return Lines(tuple(lines), _TRUE_FOR, 0, False)


def _tree() -> Tree:
    return Tree(examples.METADATA.correlation, grown(_trail().lines), _TRUE_FOR, 0, False)


def _standing() -> Standing:
    document = document_after(_EVENTS, len(_EVENTS))
    return Standing(document, _EVENTS[-1].envelope, _TRUE_FOR, _open)


def _comparison() -> Comparison:
    found = explained(_EVENTS, (2, 3), agreed_content, _open, {})
    before, after = _EVENTS[1].envelope, _EVENTS[2].envelope
    return Comparison(before, after, tuple(found), _TRUE_FOR, _open)


def _consents() -> Consents:
    said = examples.EXAMPLES["PlanAccepted.v1"].model_dump(exclude={"type"})
    actor = examples.METADATA.actor
    row = ConsentRow(
        position=3,
        event=examples.FACT,
        plan=examples.PLAN,
        client="client-4711",
        jobcenter="jc-duesseldorf",
        solution=None,
        time=_SINCE,
        sub=actor.sub,
        role=actor.role,
        organisation=actor.organisation,
        on_behalf_of=None,
        withdrawn_position=None,
        withdrawn_at=None,
        withdrawn_because=None,
        agreed_position=4,
        agreed_at=_SINCE,
        **said,
    )
    return Consents([row], [], Marks(), {"client-4711": _open}, _TRUE_FOR, 3, False)


def _accesses() -> AccessPage:
    access = Access(
        at=_SINCE,
        who="auditor-1",
        role="auditor",
        organisation="jc-duesseldorf",
        purpose="complaint of 2 March",
        what="read_trail",
        plan=examples.PLAN,
        client="client-4711",
    )
    return AccessPage([(1, access)], 1, False)


def _export() -> Export:
    scope = Scope(jobcenter="jc-duesseldorf", kinds=("PlanAgreed.v1",), until=120)
    digests = f"sha256:{'4b' * 32}", f"sha256:{'c0' * 32}"
    return Export(
        number=17,
        begun=_SINCE,
        who="auditor-1",
        organisation="jc-duesseldorf",
        purpose="yearly review",
        format="jsonl",
        scope=scope,
        finished=_SINCE,
        receipt=Receipt(1, 4, 4, *digests),
    )


def _batch() -> Batch:
    event = _EVENTS[0]
    at = event.envelope
    new = to_store(at.id, event.event, examples.METADATA.to_json())
    events = columns_of([StoredEvent(*new, at.stream, at.revision, at.position)])
    return Batch(events, events.data, {})


def _as_json_lines(batch: Batch) -> str:
    form = JsonLines()
    return (form.page(batch) + form.end(b"{}")).decode()


def _as_csv(batch: Batch) -> str:
    """As the export writes it, without the library by which it does: that takes long to load."""
    ((position, id, type, stream, revision, metadata, data),) = zip(*batch.events, strict=True)
    said = orjson.loads(metadata)
    row = {
        "position": position,
        "time": said["time"],
        "type": type,
        "stream": stream,
        "revision": revision,
        "id": id.decode(),
        "actor": said["actor"]["sub"],
        **{name: said["actor"].get(name) for name in ("role", "organisation", "on_behalf_of")},
        **{name: said[name] for name in ("plan", "correlation", "causation", "regime")},
        "disputed": None,
        "metadata": metadata.decode(),
        "data": data.decode(),
    }
    return f"{','.join(row)}\r\n{','.join(map(_quoted, row.values()))}\r\n"


def _quoted(value: object) -> str:
    if isinstance(value, int | None):
        return "" if value is None else str(value)
    return '"' + str(value).replace('"', '""') + '"'


def _also(form: Form[Any], page: Page[Any], title: str | None = None) -> dict[str, str]:
    """The same in the other formats."""
    csv, text = (whole(form, Wish(one, "en"), page, title) for one in ("csv", "text"))
    return {"text/csv": bytes(csv.body).decode(), "text/plain": bytes(text.body).decode()}


_trail_answer = trail_answer(_trail(), "en")
_tree_answer = tree_answer(_tree(), "en")
_differences = differences_answer(_comparison(), "en")
_agreements = agreements_answer(_consents(), "en")
_accesses_answer = accesses_answer(_accesses(), _TRUE_FOR)
_as_of = as_of_answer(_standing())

TRAIL = _trail_answer.model_dump(mode="json", exclude_none=True)
TRAIL_ALSO = _also(forms.TRAIL, _trail_answer)
TREE = _tree_answer.model_dump(mode="json", exclude_none=True)
TREE_ALSO = _also(
    forms.TREE, Whole(_tree_answer.true_for, list(branches(_tree(), "en"))), "What followed"
)
DIFFERENCES = _differences.model_dump(mode="json", exclude_none=True)
DIFFERENCES_ALSO = _also(forms.DIFFERENCES, _differences)
AGREEMENTS = _agreements.model_dump(mode="json", exclude_none=True)
AGREEMENTS_ALSO = _also(forms.AGREEMENTS, _agreements)
ACCESSES = _accesses_answer.model_dump(mode="json", exclude_none=True)
ACCESSES_ALSO = _also(forms.ACCESSES, _accesses_answer)
AS_OF = _as_of.model_dump(mode="json", exclude_none=True, context={"open": _open})
AS_OF_ALSO = _also(
    forms.AS_OF, Whole(_as_of.true_for, outline(_standing(), "en")), "The plan as it stood"
)
EXPORT = export_answer(_export()).model_dump(mode="json", exclude_none=True)
EXPORTED_BATCH = _batch()
EXPORTED = {
    "application/x-ndjson": _as_json_lines(EXPORTED_BATCH),
    "text/csv": _as_csv(EXPORTED_BATCH),
}
