"""HTTP in → command, query → HTTP out: one file per chapter, one table of tasks in each."""

from fastapi import APIRouter

from services.plan.api import (
    appointments,
    consent,
    consequences,
    drafting,
    keeping,
    people,
)
from services.plan.api.doing import Desk, task_routes
from services.plan.api.opening import opening_routes
from services.plan.api.reading import ReadingRoom, reading_routes

__all__ = ["CHAPTERS", "TASKS", "Desk", "ReadingRoom", "plan_routes"]

CHAPTERS = (drafting, consent, keeping, appointments, consequences, people)
TASKS = tuple(task for chapter in CHAPTERS for task in chapter.TASKS)


def plan_routes(desk: Desk, room: ReadingRoom) -> list[APIRouter]:
    """Everything that can be done with plans and read of them."""
    chapters = [task_routes(desk, chapter.TITLE, chapter.TASKS) for chapter in CHAPTERS]
    return [opening_routes(desk), *chapters, reading_routes(room)]
