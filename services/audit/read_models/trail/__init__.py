"""What happened, to which plan, by whom, when: one small row per event, never a copy of it."""

from services.audit.read_models.trail.disputes import disputes_of, where_disputed
from services.audit.read_models.trail.hours import FARTHEST, positions
from services.audit.read_models.trail.model import TrailModel
from services.audit.read_models.trail.places import Place, named
from services.audit.read_models.trail.plans import (
    PlanFacts,
    plan_facts,
    plans_named,
    plans_of_client,
)
from services.audit.read_models.trail.search import Selection
from services.audit.read_models.trail.selection import Found, Listed, find, list_positions, time_at
from services.audit.read_models.trail.tables import TrailTables

__all__ = [
    "FARTHEST",
    "Found",
    "Listed",
    "Place",
    "PlanFacts",
    "Selection",
    "TrailModel",
    "TrailTables",
    "disputes_of",
    "find",
    "list_positions",
    "named",
    "plan_facts",
    "plans_named",
    "plans_of_client",
    "positions",
    "time_at",
    "where_disputed",
]
