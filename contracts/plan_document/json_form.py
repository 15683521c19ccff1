"""The document as JSON: sealed where it is kept, opened where somebody may read it."""

from pydantic import TypeAdapter

from contracts.plan_document.document import PlanDocument
from contracts.sealed import Open

PLAN_DOCUMENT: TypeAdapter[PlanDocument] = TypeAdapter(PlanDocument)


def to_json(plan: PlanDocument, open: Open | None = None) -> bytes:
    """What is at its default is left out; texts stay sealed unless `open` is given."""
    context = {"open": open} if open else None
    return PLAN_DOCUMENT.dump_json(plan, exclude_defaults=True, context=context)


def from_json(document: bytes | str) -> PlanDocument:
    """Reads the sealed form. Raises pydantic's ValidationError."""
    return PLAN_DOCUMENT.validate_json(document)
