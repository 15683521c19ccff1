"""Deadlines are kept on EventStoreDB as well."""

from tests.kernel.test_deadlines import *  # noqa: F403
