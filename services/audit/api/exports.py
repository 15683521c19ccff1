"""Everything that a question finds, as a file of any size."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from contracts.refusal import Refusal
from kernel.http import Call, NotEntitled, NotFound, answer, call_router, query
from kernel.http.refusals import PurposeMissing
from services.audit.answers.making import export_answer
from services.audit.answers.models import ExportAnswer
from services.audit.api import examples
from services.audit.api.asking import Asked, ExportQuestion
from services.audit.exports.desk import ExportDesk
from services.audit.exports.exporter import Begun, Wanted
from services.audit.exports.scope import Format
from services.audit.refusals import TrailNotReady, UnknownKind

Number = Annotated[int, Path(ge=1, description="The number of the export.", examples=[17])]
_EVERY: tuple[type[Refusal], ...] = (PurposeMissing, NotEntitled)


def export_routes(desk: ExportDesk) -> APIRouter:
    router = call_router("Exports")

    @router.get(
        "/audit/export",
        summary="Everything that happened, as a file of any size",
        **_file((*_EVERY, TrailNotReady, UnknownKind)),
    )
    async def export_events(call: Call, asked: Annotated[ExportQuestion, Query()]) -> Response:
        """Events of the auditor's jobcenter as JSON Lines, CSV or Parquet, in the order of the
        store, texts sealed as they are stored. The same question up to the same position gives the
        same events for ever. `Koop-Export` names its record, which tells, once the whole file
        has been given, its digests; a file that broke off has none."""
        format = asked.format(call)
        wanted = Wanted(asked.selection, format, asked.texts, asked.until)
        return _streamed(await desk.begin(asked.reader(call), wanted), format)

    @router.get(
        "/audit/exports/{number}",
        summary="What an export was about, and what proves it",
        **query(
            ExportAnswer,
            examples.EXPORT,
            refuses=(*_EVERY, NotFound),
            etag=False,
            purpose=True,
        ),
    )
    async def read_export(call: Call, number: Number, asked: Annotated[Asked, Query()]) -> Response:
        """Who took it, when and why, with which question; how many events it held and the digests
        of what they say and of the file, if it was given whole."""
        return answer(export_answer(await desk.export(asked.reader(call), number)))

    return router


def _file(refuses: tuple[type[Refusal], ...]) -> dict[str, Any]:
    """A file is no model: it is described by its formats."""
    described = query(
        ExportAnswer, {}, refuses=refuses, etag=False, purpose=True, also=examples.EXPORTED
    )
    binary = {"schema": {"type": "string", "format": "binary"}}
    content = described["responses"][200]["content"]
    del content["application/json"]
    content["application/vnd.apache.parquet"] = binary
    return described | {"response_model": None, "response_class": Response}


def _streamed(begun: Begun, format: Format) -> Response:
    return StreamingResponse(
        begun.parts,
        media_type=begun.media_type,
        headers={
            "Koop-Export": str(begun.number),
            "Content-Disposition": f'attachment; filename="export-{begun.number}.{format}"',
            "Vary": "Accept",
        },
    )
