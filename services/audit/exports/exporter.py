"""Begins an export: on record first, then page by page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib import import_module

from kernel.access_log import Access
from kernel.clock import Clock
from kernel.event_store import EventStore
from services.audit.exports.as_json_lines import JsonLines
from services.audit.exports.events import opened_pages, sealed_pages
from services.audit.exports.log import ExportLog, Receipt
from services.audit.exports.scope import Format, Texts, scope_of
from services.audit.exports.writing import Form, written
from services.audit.read_models.trail import Selection
from services.audit.trail import Trail


@dataclass(frozen=True, slots=True)
class Wanted:
    """`until` is None for all there is."""

    selection: Selection
    format: Format
    texts: Texts
    until: int | None


@dataclass(frozen=True, slots=True)
class Begun:
    """An export that is on record as `number` and waits to be read."""

    number: int
    media_type: str
    parts: AsyncIterator[bytes]


class Exporter:
    def __init__(self, store: EventStore, trail: Trail, log: ExportLog, clock: Clock) -> None:
        self._store, self._trail, self._log, self._clock = store, trail, log, clock

    async def begin(self, wanted: Wanted, access: Access) -> Begun:
        """Raises TrailNotReady."""
        true_for = await self._trail.standing(wanted.until)
        scope = scope_of(wanted.selection, true_for.position, wanted.texts)
        number = await self._log.begin(access, wanted.format, scope)
        pages = opened_pages if wanted.texts == "open" else sealed_pages
        form = _form(wanted.format)
        question = scope.model_dump(mode="json", exclude_none=True)

        async def finish(receipt: Receipt) -> None:
            await self._log.finish(number, self._clock.now(), receipt)

        manifest: dict[str, object] = {"number": number, "question": question}
        parts = written(pages(self._trail, self._store, scope), form, manifest, finish)
        return Begun(number, form.media_type, parts)


def _form(format: Format) -> Form:
    match format:
        case "jsonl":
            return JsonLines()
        case "csv":
            return _table("as_csv", "Csv")
        case "parquet":
            return _table("as_parquet", "Parquet")


def _table(module: str, name: str) -> Form:
    """Only when it is asked for: pyarrow takes a third of a second and 60 MB."""
    form: Form = getattr(import_module(f"services.audit.exports.{module}"), name)()
    return form
