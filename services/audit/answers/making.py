"""From what was found to an answer, in the reader's language."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from contracts.envelope import Envelope, Recorded
from contracts.plan_document import Dispute
from contracts.sealed import Open
from kernel.access_log import Access
from kernel.http import cursor_of
from kernel.projections import TrueFor
from services.audit.answers.models import (
    AccessEntry,
    AccessesAnswer,
    AgreementsAnswer,
    AsOfAnswer,
    ConsentEntry,
    ExportAnswer,
    Mark,
    Reference,
    Standpoint,
    Step,
    TrailAnswer,
    TrailEntry,
    Truth,
)
from services.audit.exports.log import Export
from services.audit.lines import Line, Lines, version_of
from services.audit.read_models.consents import ConsentRow
from services.audit.reading_records import AccessPage
from services.audit.register import Consents
from services.audit.sentences import Language, sentence
from services.audit.sentences.consent import consent_sentence
from services.audit.sentences.details import details
from services.audit.standings import Standing


def trail_answer(page: Lines, language: Language) -> TrailAnswer:
    return TrailAnswer(
        true_for=truth(page.true_for),
        items=tuple(trail_entry(line, language) for line in page.lines),
        next=cursor_of(page.reached) if page.more else None,
    )


def trail_entry(line: Line, language: Language) -> TrailEntry:
    at, event, cause = line.recorded.envelope, line.recorded.event, line.cause
    said = at.metadata
    return TrailEntry(
        position=at.position,
        time=said.time,
        sentence=sentence(line.recorded, language),
        words=tuple(details(event, line.open, language)),
        disputed=marks(line.marks, line.open),
        type=at.type,
        event=at.id,
        actor=said.actor,
        plan=said.plan,
        client=line.plan.client if line.plan else None,
        stream=at.stream,
        revision=at.revision,
        version=version_of(line.recorded),
        cause=said.causation,
        caused_by=Reference(position=cause.position, type=cause.type) if cause else None,
        correlation=said.correlation,
        regime=said.regime,
        data=opened(line.recorded, line.open),
    )


def opened(recorded: Recorded[Any], open_: Open) -> dict[str, Any]:
    """The event's own fields, its personal texts open."""
    data: dict[str, Any] = recorded.event.model_dump(
        mode="json", exclude_none=True, exclude={"type"}, context={"open": open_}
    )
    return data


def agreements_answer(page: Consents, language: Language) -> AgreementsAnswer:
    return AgreementsAnswer(
        true_for=truth(page.true_for),
        items=tuple(
            _consent_entry(row, marks(page.against(row), page.openers[row.client]), language)
            for row in page.rows
        ),
        next=cursor_of(page.reached) if page.more else None,
    )


def _consent_entry(row: ConsentRow, disputed: tuple[Mark, ...], language: Language) -> ConsentEntry:
    return ConsentEntry(
        position=row.position,
        time=row.time,
        sentence=consent_sentence(row, language),
        disputed=disputed,
        event=row.event,
        plan=row.plan,
        client=row.client,
        jobcenter=row.jobcenter,
        version=row.version,
        digest=row.digest,
        solution=row.solution,
        party=row.party,
        channel=row.channel,
        actor=row.actor,
        agreed=_step(row.agreed_position, row.agreed_at),
        withdrawn=_step(row.withdrawn_position, row.withdrawn_at, row.withdrawn_because),
    )


def _step(position: int | None, time: Any, cause: str | None = None) -> Step | None:
    return None if position is None else Step(position=position, time=time, cause=cause)


def as_of_answer(standing: Standing) -> AsOfAnswer:
    """Sealed still: `kernel.http.answer` opens it on the way out."""
    return AsOfAnswer(
        true_for=truth(standing.true_for),
        at=standpoint(standing.last),
        document=standing.document,
    )


def accesses_answer(page: AccessPage, true_for: TrueFor) -> AccessesAnswer:
    return AccessesAnswer(
        true_for=truth(true_for),
        items=tuple(_access_entry(number, one, page) for number, one in page.records),
        next=cursor_of(page.reached) if page.more else None,
    )


def _access_entry(number: int, access: Access, page: AccessPage) -> AccessEntry:
    export = page.exports.get(number)
    question = export.scope if export else None
    return AccessEntry(number=number, **asdict(access), question=question)


def export_answer(export: Export) -> ExportAnswer:
    return ExportAnswer(
        number=export.number,
        begun=export.begun,
        who=export.who,
        organisation=export.organisation,
        purpose=export.purpose,
        format=export.format,
        question=export.scope,
        complete=export.receipt is not None,
        finished=export.finished,
        **(asdict(export.receipt) if export.receipt else {}),
    )


def truth(true_for: TrueFor) -> Truth:
    return Truth(position=true_for.position, time=true_for.time, stale=true_for.stale)


def standpoint(at: Envelope) -> Standpoint:
    return Standpoint(
        event=at.id, position=at.position, revision=at.revision, time=at.metadata.time
    )


def marks(disputes: Iterable[Dispute], open_: Open) -> tuple[Mark, ...]:
    return tuple(
        Mark(event=one.event, since=one.at, party=one.party, text=open_(one.text))
        for one in disputes
    )
