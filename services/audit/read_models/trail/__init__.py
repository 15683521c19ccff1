"""What happened, to which plan, by whom, when: one small row per event, never a copy of it."""

from services.audit.read_models.trail.disputes import disputes_of
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
from services.audit.read_models.trail.selection import Found, find, time_at
from services.audit.read_models.trail.tables import TrailTables

__all__ = [
    "FARTHEST",
    "Found",
    "Place",
    "PlanFacts",
    "Selection",
    "TrailModel",
    "TrailTables",
    "disputes_of",
    "find",
    "named",
    "plan_facts",
    "plans_named",
    "plans_of_client",
    "positions",
    "time_at",
]
