"""The audit service, put together: nothing else builds its objects."""

from dataclasses import dataclass

from kernel.http import create_app
from kernel.parts import Parts
from kernel.projections import Projection
from kernel.roles import Service
from services.audit.api.exports import export_routes
from services.audit.api.lists import list_routes
from services.audit.api.plans import plan_routes
from services.audit.api.statistics import statistics_routes
from services.audit.api.trees import tree_routes
from services.audit.desk import Desk
from services.audit.exports.coverage import Coverage
from services.audit.exports.desk import ExportDesk
from services.audit.exports.exporter import Exporter
from services.audit.exports.log import ExportLog
from services.audit.past import Past
from services.audit.read_models.consents import ConsentsModel
from services.audit.read_models.statistics import StatisticsModel
from services.audit.read_models.trail import TrailModel
from services.audit.reading_records import ReadingRecords
from services.audit.refusals import (
    AmbiguousMoment,
    HistoryTooLong,
    NoSuchCommand,
    NoSuchVersion,
    NotOpenedThen,
    OutOfOrder,
    TrailNotReady,
    UnknownKind,
)
from services.audit.register import Register
from services.audit.statistics_desk import StatisticsDesk
from services.audit.trail import Trail

DESCRIPTION = (
    "Who agreed to what and when: the trail of every plan, the plan as it stood at any moment, and "
    "what was different and who made it so. Read-only. Every answer says for which position and "
    "time it is true, every read leaves an access record, and disputed facts carry their mark."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditService(Service):
    """It decides nothing, so nothing but projections follows. `desk` answers without HTTP."""

    desk: Desk


def build(parts: Parts) -> AuditService:
    trail_rows = Projection(parts.store, parts.database, TrailModel())
    consent_rows = Projection(parts.store, parts.database, ConsentsModel())
    statistics = Projection(parts.store, parts.database, StatisticsModel())
    numbers = StatisticsDesk(parts.store, statistics, parts.accesses, parts.clock)
    trail = Trail(parts.store, trail_rows, parts.keys, parts.clock)
    register = Register(consent_rows, trail, parts.keys)
    past = Past(parts.store, trail, parts.keys)
    exports = ExportLog(parts.accesses)
    records = ReadingRecords(parts.accesses, exports, Coverage(exports, trail))
    desk = Desk(trail, past, register, records, parts.clock)
    exporter = Exporter(parts.store, trail, exports, parts.clock)
    export_desk = ExportDesk(exporter, exports, parts.accesses, parts.clock)
    api = create_app(
        title="Audit",
        description=DESCRIPTION,
        routers=[
            plan_routes(desk),
            list_routes(desk),
            tree_routes(desk),
            export_routes(export_desk),
            statistics_routes(numbers),
        ],
        verifier=parts.verifier,
        store=parts.store,
        clock=parts.clock,
        checks=parts.checks,
        projections=(trail_rows, consent_rows),
        statuses={
            NoSuchVersion: 404,
            NoSuchCommand: 404,
            NotOpenedThen: 404,
            OutOfOrder: 422,
            AmbiguousMoment: 422,
            UnknownKind: 422,
            HistoryTooLong: 422,
            TrailNotReady: 503,
        },
    )
    return AuditService(api=api, projector=(trail_rows, consent_rows, statistics), desk=desk)
