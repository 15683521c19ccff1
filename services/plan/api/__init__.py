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
from services.plan.api.glance import glance_routes
from services.plan.api.listing import listing_routes
from services.plan.api.opening import opening_routes
from services.plan.api.reading import reading_routes
from services.plan.api.reading_room import ReadingRoom

__all__ = ["CHAPTERS", "TASKS", "Desk", "ReadingRoom", "plan_routes"]

CHAPTERS = (drafting, consent, keeping, appointments, consequences, people)
TASKS = tuple(task for chapter in CHAPTERS for task in chapter.TASKS)


def plan_routes(desk: Desk, room: ReadingRoom) -> list[APIRouter]:
    """Everything that can be done with plans and read of them."""
    chapters = [task_routes(desk, chapter.TITLE, chapter.TASKS) for chapter in CHAPTERS]
    readings = (reading_routes, glance_routes, listing_routes)
    return [opening_routes(desk), *chapters, *(routes(room) for routes in readings)]
