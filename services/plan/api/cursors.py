"""Where the next page of a list begins: from a cursor, and back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kernel.http import cursor_of, key_of
from kernel.http.refusals import CursorInvalid
from services.plan.read_models.owed import FIRST, Place
from services.plan.read_models.worklist import Key, Task

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def number_in(cursor: str | None) -> int:
    """Raises CursorInvalid."""
    (number,) = key_of(cursor, int) or (0,)
    return int(number)


def place_in(cursor: str | None) -> Place:
    """Raises CursorInvalid."""
    opened, number = key_of(cursor, int, int) or FIRST
    return int(opened), int(number)


def cursor_of_task(task: Task) -> str:
    return cursor_of(task.urgency, (task.since - _EPOCH) // _MICROSECOND, task.event.hex)


def task_in(cursor: str | None) -> Key | None:
    """Raises CursorInvalid."""
    key = key_of(cursor, int, int, str)
    if key is None:
        return None
    urgency, since, event = key
    try:
        return Key(int(urgency), _EPOCH + int(since) * _MICROSECOND, UUID(hex=str(event)))
    except (ValueError, OverflowError):
        raise CursorInvalid(
            "It cannot be read.", allowed="Send `next` of a page unchanged, or no cursor."
        ) from None
