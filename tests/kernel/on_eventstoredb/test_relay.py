"""The relay on EventStoreDB: the same tests, with nothing changed but the store."""

from tests.kernel.kafka.conftest import cluster, notes  # noqa: F401
from tests.kernel.kafka.test_relay import *  # noqa: F403
