"""How a read model fares: what its rows tell of every process, and what this one knows."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from kernel.codec import metadata
from kernel.event_store import EventStore
from kernel.following import Place
from kernel.projections import registry
from kernel.projections.model import Progress, ProjectionStatus, ReadModel
from kernel.projections.registry import Generation


async def status_of(
    model: ReadModel[Any],
    store: EventStore,
    place: Place,
    found: Sequence[Generation],
    *,
    rebuild: Progress | None,
    done: int,
) -> ProjectionStatus:
    """`found` are its generations, the newest first; `rebuild` is this process's own;
    `done` the events of one that was begun, by whomever."""
    answers = registry.answering(found, model.version)
    building = registry.building(found, model.version)
    position = answers.position if answers else 0
    common = await place.status(position, answers.reason if answers else None)
    return ProjectionStatus(
        name=common.name,
        state="rebuilding" if rebuild and not common.reason else common.state,
        position=common.position,
        head=common.head,
        lag=common.lag,
        rate=common.rate,
        reason=common.reason,
        version=answers.version if answers else None,
        generation=answers.number if answers else None,
        rebuild=rebuild or _elsewhere(building, done, common.head),
        rebuild_failed=building.reason if building else None,
        stale_since=await _time_after(store, model, position) if common.reason else None,
        kept=tuple(one for one in found if one not in (answers, building)),
    )


def _elsewhere(building: Generation | None, done: int, head: int) -> Progress | None:
    """Of a rebuild that another process is at, or none."""
    return Progress(max(building.position, done), head, 0.0) if building else None


async def _time_after(store: EventStore, model: ReadModel[Any], position: int) -> datetime | None:
    """When the first event was recorded that is not in the rows; None where it does not say: it may
    be the very one that broke them."""
    page = await store.read_all(after=position, categories=model.categories, limit=1)
    with suppress(ValidationError):
        return metadata(page.events[0]).time if page.events else None
    return None
