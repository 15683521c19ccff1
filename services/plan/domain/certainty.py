"""What the events before can only have led to."""

from typing import TypeVar

S = TypeVar("S")


def surely(kind: type[S], state: object) -> S:
    """`state`, as the one kind that it can be when this event happened.

    Raises ValueError for a stream that no decision led to: better to stop than to read on wrongly.
    """
    if not isinstance(state, kind):
        raise ValueError(f"{state!r} stands where only {kind.__name__} can")
    return state
