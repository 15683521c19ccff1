"""Read models: derived from events alone, and built anew from them at any time."""

from kernel.projections.model import (
    Answer,
    Poisoned,
    Progress,
    ProjectionNotReady,
    ProjectionStatus,
    ReadModel,
    Report,
)
from kernel.projections.projection import Projection

__all__ = [
    "Answer",
    "Poisoned",
    "Progress",
    "Projection",
    "ProjectionNotReady",
    "ProjectionStatus",
    "ReadModel",
    "Report",
]
