"""When to try again what a channel did not take."""

from datetime import datetime, timedelta

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long to wait after the first, second, … failure; after one more nobody tries again."""


def next_attempt(failures: int, failed_at: datetime) -> datetime | None:
    """When to try again after the `failures`-th failure (from 1); None: give up."""
    return failed_at + DELAYS[failures - 1] if failures <= len(DELAYS) else None
