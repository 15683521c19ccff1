"""The plan as it stands at a moment, read from its events: `apply`, and its JSON form."""

from contracts.plan_document.content import AgreedVersion, Content, Draft, Terms
from contracts.plan_document.disputes import facts, with_marks
from contracts.plan_document.document import Appointment, PlanDocument, Progress
from contracts.plan_document.fact import Dispute, Fact
from contracts.plan_document.folding import apply, fold
from contracts.plan_document.json_form import from_json, to_json

__all__ = [
    "AgreedVersion",
    "Appointment",
    "Content",
    "Dispute",
    "Draft",
    "Fact",
    "PlanDocument",
    "Progress",
    "Terms",
    "apply",
    "facts",
    "fold",
    "from_json",
    "to_json",
    "with_marks",
]
