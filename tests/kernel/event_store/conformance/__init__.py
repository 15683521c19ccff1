"""What every adapter of the event store port keeps.

An adapter's test file is a class that inherits from EventStoreConformance and has a fixture
`event_store`. The store need not be empty: every test has a category of its own.
"""

from tests.kernel.event_store.conformance.appending import Appending
from tests.kernel.event_store.conformance.following import Following
from tests.kernel.event_store.conformance.like_a_list import LikeAList
from tests.kernel.event_store.conformance.limits import Limits
from tests.kernel.event_store.conformance.reading import Reading
from tests.kernel.event_store.conformance.repeating import Repeating

__all__ = ["EventStoreConformance"]


class EventStoreConformance(Appending, Repeating, Limits, Reading, Following, LikeAList):
    pass
