from typing import Any, Protocol

import pytest

from kernel.database import Database
from kernel.event_store import EventStore
from kernel.projections import Projection, ReadModel
from tests.kernel.running import HASTY


class Project(Protocol):
    def __call__(self, model: ReadModel[Any]) -> Projection[Any]: ...


@pytest.fixture
def projection_of(store: EventStore, database: Database) -> Project:
    return lambda model: Projection(store, database, model, HASTY)
