"""Following the events of a store: what all that do so have in common."""

from kernel.following.group import Follower, Following, NotSettled, travel
from kernel.following.pages import pages
from kernel.following.patience import TRANSIENT, GaveUp, Patience
from kernel.following.place import Place
from kernel.following.status import State, Status

__all__ = [
    "TRANSIENT",
    "Follower",
    "Following",
    "GaveUp",
    "NotSettled",
    "Patience",
    "Place",
    "State",
    "Status",
    "pages",
    "travel",
]
