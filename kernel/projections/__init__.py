"""Read models: derived from events alone, and built anew from them at any time."""

from kernel.projections.comparing import Difference
from kernel.projections.model import (
    Answer,
    Fare,
    Poisoned,
    Progress,
    ProjectionNotReady,
    ProjectionStatus,
    ReadModel,
    Report,
    StillNeeded,
    TrueFor,
)
from kernel.projections.projection import Projection
from kernel.projections.questions import PositionNotReached, Question, asking, newest, tell

__all__ = [
    "Answer",
    "Difference",
    "Fare",
    "Poisoned",
    "PositionNotReached",
    "Progress",
    "Projection",
    "ProjectionNotReady",
    "ProjectionStatus",
    "Question",
    "ReadModel",
    "Report",
    "StillNeeded",
    "TrueFor",
    "asking",
    "newest",
    "tell",
]
