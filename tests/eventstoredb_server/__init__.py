"""A server that speaks EventStoreDB's protocol, for tests. What it does and does not: README.md."""

from tests.eventstoredb_server.log import Log
from tests.eventstoredb_server.misbehaviour import Misbehaviour
from tests.eventstoredb_server.node import Node

__all__ = ["Log", "Misbehaviour", "Node"]
