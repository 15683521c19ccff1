"""Durable timers: set and cancelled by events, fired by whoever finds them due.

The decider makes a second firing a no-op, and its event carries the legal time.
"""

from kernel.deadlines.read_model import Deadlines
from kernel.deadlines.runner import DeadlineRunner, Fire
from kernel.deadlines.timers import CancelTimer, CancelTimers, SetTimer, Timer, Timers

__all__ = [
    "CancelTimer",
    "CancelTimers",
    "DeadlineRunner",
    "Deadlines",
    "Fire",
    "SetTimer",
    "Timer",
    "Timers",
]
