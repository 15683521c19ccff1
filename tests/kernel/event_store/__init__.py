"""What every event store keeps, and what is the SQLite store's own."""

import pytest

pytest.register_assert_rewrite("tests.kernel.event_store.conformance")
