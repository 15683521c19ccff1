"""Following the events of a store: what all that do so have in common."""

from kernel.following.checkpoints import Checkpoint
from kernel.following.group import Follower, Following, NotSettled, travel
from kernel.following.pages import pages
from kernel.following.patience import TRANSIENT, GaveUp, Patience, Superseded
from kernel.following.place import Place, State, Status, StopRequested

__all__ = [
    "TRANSIENT",
    "Checkpoint",
    "Follower",
    "Following",
    "GaveUp",
    "NotSettled",
    "Patience",
    "Place",
    "State",
    "Status",
    "StopRequested",
    "Superseded",
    "pages",
    "travel",
]
