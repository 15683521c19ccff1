"""Read models: derived from events alone, and built anew from them at any time."""

from kernel.projections.model import (
    Answer,
    Poisoned,
    Progress,
    ProjectionNotReady,
    ProjectionStatus,
    ReadModel,
    Report,
    TrueFor,
)
from kernel.projections.projection import Projection
from kernel.projections.questions import PositionNotReached, Question, asking, newest, tell

__all__ = [
    "Answer",
    "Poisoned",
    "PositionNotReached",
    "Progress",
    "Projection",
    "ProjectionNotReady",
    "ProjectionStatus",
    "Question",
    "ReadModel",
    "Report",
    "TrueFor",
    "asking",
    "newest",
    "tell",
]
