"""What happened, to which plan, by whom, when: one small row per event, never a copy of it."""

from services.audit.read_models.trail.model import TrailModel
from services.audit.read_models.trail.plans import PlanFacts, plan_facts, plans_of_client
from services.audit.read_models.trail.selection import Found, Place, Selection, find
from services.audit.read_models.trail.tables import TrailTables

__all__ = [
    "Found",
    "Place",
    "PlanFacts",
    "Selection",
    "TrailModel",
    "TrailTables",
    "find",
    "plan_facts",
    "plans_of_client",
]
