"""A node: the log behind the client's own servicer stubs, on a local port."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Self

import grpc
from kurrentdbclient.protos.v1 import gossip_pb2, gossip_pb2_grpc, streams_pb2_grpc

from tests.eventstoredb_server.appending import Appending, refuse_as_follower
from tests.eventstoredb_server.judgement import Judge
from tests.eventstoredb_server.log import Log
from tests.eventstoredb_server.misbehaviour import Misbehaviour
from tests.eventstoredb_server.reading import Reading
from tests.eventstoredb_server.streams import Streams

State = gossip_pb2.MemberInfo.VNodeState
_OPTIONS = (
    ("grpc.max_receive_message_length", 32 * 1024 * 1024),
    ("grpc.max_send_message_length", 32 * 1024 * 1024),
    ("grpc.so_reuseport", 0),
    # the client's pings are welcome, however often they come
    ("grpc.http2.min_ping_interval_without_data_ms", 10),
    ("grpc.keepalive_permit_without_calls", 1),
)


class Node(streams_pb2_grpc.StreamsServicer):
    """`async with Node(path) as node:` and then `node.uri`. Several nodes may share a log."""

    def __init__(
        self,
        log: Log | Path,
        wrongs: Misbehaviour | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        credentials: grpc.ServerCredentials | None = None,
    ) -> None:
        self._log = log if isinstance(log, Log) else Log(log)
        self._owned = not isinstance(log, Log)
        self.wrongs = wrongs or Misbehaviour()
        self.members: Sequence[Node] = [self]
        self.leads = True
        self.authorizations: set[str] = set()
        streams = Streams(self._log)
        self.judge = Judge(self._log, streams)
        self._appending = Appending(self.judge, streams, self.wrongs, self._lead)
        self._reading = Reading(self._log, streams, self.wrongs)
        self._host, self._wanted_port, self._credentials = host, port, credentials
        self._server: grpc.aio.Server | None = None
        self.port = 0

    @property
    def uri(self) -> str:
        return f"esdb://127.0.0.1:{self.port}?tls=false"

    async def start(self) -> None:
        self._server = grpc.aio.server(options=_OPTIONS)
        streams_pb2_grpc.add_StreamsServicer_to_server(self, self._server)
        gossip_pb2_grpc.add_GossipServicer_to_server(Gossip(self), self._server)
        address = f"{self._host}:{self.port or self._wanted_port}"
        if self._credentials is None:
            self.port = self._server.add_insecure_port(address)
        else:
            self.port = self._server.add_secure_port(address, self._credentials)
        await self._server.start()

    async def stop(self) -> None:
        """At once: calls under way are broken. `start` again on the same port."""
        if self._server is not None:
            await self._server.stop(grace=None)
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.wrongs.go_on()
        await self.stop()
        if self._owned:
            self._log.close()

    # The names that the protocol gives to its calls.

    async def Read(  # noqa: N802
        self, request: Any, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Any]:
        await self._let_in(context)
        async with contextlib.aclosing(self._reading.read(request, context)) as responses:
            async for response in responses:
                yield response

    async def BatchAppend(  # noqa: N802
        self, request_iterator: Any, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Any]:
        await self._let_in(context, to_write=True)
        async for response in self._appending.batch_append(request_iterator, context):
            yield response

    async def Append(  # noqa: N802
        self, request_iterator: Any, context: grpc.aio.ServicerContext
    ) -> Any:
        await self._let_in(context, to_write=True)
        return await self._appending.append(request_iterator, context)

    async def Delete(self, request: Any, context: grpc.aio.ServicerContext) -> Any:  # noqa: N802
        await self._let_in(context, to_write=True)
        return await self._appending.delete(request, context)

    async def Tombstone(  # noqa: N802
        self, request: Any, context: grpc.aio.ServicerContext
    ) -> Any:
        await self._let_in(context, to_write=True)
        return await self._appending.tombstone(request, context)

    async def _let_in(self, context: grpc.aio.ServicerContext, to_write: bool = False) -> None:
        if self.wrongs.now("unavailable"):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
        said = dict(context.invocation_metadata() or ())
        if "authorization" in said:
            self.authorizations.add(str(said["authorization"]))
        required = said.get("requires-leader") == "true"
        if to_write or required:
            await self._lead(context)

    async def _lead(self, context: grpc.aio.ServicerContext) -> None:
        if not self.leads:
            [leader] = [("127.0.0.1", one.port) for one in self.members if one.leads]
            await refuse_as_follower(context, leader)


class Gossip(gossip_pb2_grpc.GossipServicer):
    """Who is in the cluster, and who leads it."""

    def __init__(self, node: Node) -> None:
        self._node = node

    async def Read(self, request: Any, context: grpc.aio.ServicerContext) -> Any:  # noqa: N802
        await self._node.wrongs.meet("gossip")
        return gossip_pb2.ClusterInfo(members=[_member(one) for one in self._node.members])


def _member(node: Node) -> gossip_pb2.MemberInfo:
    return gossip_pb2.MemberInfo(
        state=State.Leader if node.leads else State.Follower,
        is_alive=True,
        http_end_point=gossip_pb2.EndPoint(address="127.0.0.1", port=node.port),
    )
