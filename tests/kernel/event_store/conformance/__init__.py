"""What every adapter of the event store port keeps.

An adapter's test file is a class that inherits from EventStoreConformance and has the fixtures
`event_store` and `vandal`. The store need not be empty: every test has a category of its own.
"""

from tests.kernel.event_store.conformance.appending import Appending
from tests.kernel.event_store.conformance.following import Following
from tests.kernel.event_store.conformance.like_a_list import LikeAList
from tests.kernel.event_store.conformance.limits import Limits
from tests.kernel.event_store.conformance.reading import Reading
from tests.kernel.event_store.conformance.repeating import Repeating
from tests.kernel.event_store.conformance.vandalism import Vandalism

__all__ = ["EventStoreConformance"]


class EventStoreConformance(Appending, Repeating, Limits, Reading, Following, Vandalism, LikeAList):
    pass
