"""BatchAppend, Append, Delete, Tombstone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
from google.protobuf import any_pb2, empty_pb2
from kurrentdbclient.protos.v1 import shared_pb2, status_pb2, streams_pb2

from tests.eventstoredb_server.judgement import ANY, EXISTS, NO_STREAM, Conflict, Deleted, Judge
from tests.eventstoredb_server.log import Proposed
from tests.eventstoredb_server.misbehaviour import Misbehaviour
from tests.eventstoredb_server.streams import Streams

LARGEST = 16 * 1024 * 1024
"""Bytes in one append. The real server's default is 1 MiB; a deployment of ours raises it."""

Response = streams_pb2.BatchAppendResp


Leads = Callable[[grpc.aio.ServicerContext], Awaitable[None]]
"""Ends the call where the node does not lead (any more)."""


class Appending:
    def __init__(self, judge: Judge, streams: Streams, wrongs: Misbehaviour, leads: Leads) -> None:
        self._judge, self._streams, self._wrongs = judge, streams, wrongs
        self._leads = leads

    async def batch_append(
        self, requests: AsyncIterator[Any], context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Response]:
        parts: dict[str, list[Any]] = {}
        async for request in requests:
            await self._wrongs.meet("append")
            pending = parts.setdefault(request.correlation_id.string, [])
            pending.append(request)
            if request.is_final:
                del parts[request.correlation_id.string]
                yield await self._answer(pending, context)

    async def append(
        self, requests: AsyncIterator[Any], context: grpc.aio.ServicerContext
    ) -> streams_pb2.AppendResp:
        options: Any = None
        events = []
        async for request in requests:
            if request.WhichOneof("content") == "options":
                options = request.options
            else:
                events.append(_proposed(request.proposed_message))
        stream = options.stream_identifier.stream_name.decode()
        try:
            revision, position = self._judge.append(stream, events, _expected(options, "revision"))
        except Conflict as conflict:
            wrong = streams_pb2.AppendResp.WrongExpectedVersion()
            if conflict.actual < 0:
                wrong.current_no_stream.CopyFrom(shared_pb2.Empty())
            else:
                wrong.current_revision = conflict.actual
            return streams_pb2.AppendResp(wrong_expected_version=wrong)
        except Deleted:
            await context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"{stream} is deleted")
        where = streams_pb2.AppendResp.Position(commit_position=position, prepare_position=position)
        done = streams_pb2.AppendResp.Success(current_revision=revision, position=where)
        return streams_pb2.AppendResp(success=done)

    async def delete(self, request: Any, context: grpc.aio.ServicerContext) -> Any:
        stream = request.options.stream_identifier.stream_name.decode()
        await self._refuse_what_is_gone(stream, context)
        self._streams.delete(stream)
        return streams_pb2.DeleteResp(no_position=shared_pb2.Empty())

    async def tombstone(self, request: Any, context: grpc.aio.ServicerContext) -> Any:
        stream = request.options.stream_identifier.stream_name.decode()
        await self._refuse_what_is_gone(stream, context)
        self._streams.bury(stream)
        return streams_pb2.TombstoneResp(no_position=shared_pb2.Empty())

    async def _refuse_what_is_gone(self, stream: str, context: grpc.aio.ServicerContext) -> None:
        if self._streams.is_gone_for_good(stream):
            await refuse_deleted(stream, context)

    async def _answer(self, parts: list[Any], context: grpc.aio.ServicerContext) -> Response:
        options = parts[0].options
        stream = options.stream_identifier.stream_name.decode()
        events = [_proposed(one) for part in parts for one in part.proposed_messages]
        response = Response(
            correlation_id=parts[0].correlation_id, stream_identifier=options.stream_identifier
        )
        await self._leads(context)
        await self._refuse_as_told(context)
        if self._wrongs.now("busy"):
            response.error.CopyFrom(_error(empty_pb2.Empty(), "Server Is Busy"))
            return response
        if sum(len(one.data) + len(one.metadata) for one in events) > LARGEST:
            too_large = shared_pb2.MaximumAppendSizeExceeded(maxAppendSize=LARGEST)
            response.error.CopyFrom(_error(too_large))
            return response
        try:
            expected = _expected(options, "stream_position")
            revision, position = self._judge.append(stream, events, expected)
        except Conflict as conflict:
            response.error.CopyFrom(_error(_conflict(conflict)))
            return response
        except Deleted:
            gone = shared_pb2.StreamDeleted(stream_identifier=options.stream_identifier)
            response.error.CopyFrom(_error(gone))
            return response
        if self._wrongs.now("drop_after"):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "dropped after it took effect")
        response.success.current_revision = revision
        if self._wrongs.now("forget_position"):
            response.success.no_position.CopyFrom(empty_pb2.Empty())
        else:
            response.success.position.commit_position = position
            response.success.position.prepare_position = position
        return response

    async def _refuse_as_told(self, context: grpc.aio.ServicerContext) -> None:
        if self._wrongs.now("not_leader"):
            await refuse_as_follower(context, self._wrongs.leader)
        if self._wrongs.now("drop_before"):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "dropped before it took effect")


async def refuse_as_follower(
    context: grpc.aio.ServicerContext, leader: tuple[str, int] | None
) -> None:
    host, port = leader or ("127.0.0.1", 1)
    trailers = (("leader-endpoint-host", host), ("leader-endpoint-port", str(port)))
    await context.abort(grpc.StatusCode.NOT_FOUND, "Leader info available", trailers)


async def refuse_deleted(stream: str, context: grpc.aio.ServicerContext) -> None:
    await context.abort(
        grpc.StatusCode.FAILED_PRECONDITION,
        f"Event stream '{stream}' is deleted.",
        (("exception", "stream-deleted"), ("stream-name", stream.encode().decode("latin-1"))),
    )


def _proposed(message: Any) -> Proposed:
    return Proposed(
        message.id.string,
        message.metadata["type"],
        message.metadata["content-type"],
        message.data,
        message.custom_metadata,
    )


def _expected(options: Any, revision: str) -> int:
    match options.WhichOneof(f"expected_stream_{'position' if '_' in revision else 'revision'}"):
        case "any":
            return ANY
        case "stream_exists":
            return EXISTS
        case "no_stream":
            return NO_STREAM
    exact: int = getattr(options, revision)
    return exact


def _conflict(conflict: Conflict) -> shared_pb2.WrongExpectedVersion:
    if conflict.actual < 0:
        return shared_pb2.WrongExpectedVersion(current_no_stream=empty_pb2.Empty())
    return shared_pb2.WrongExpectedVersion(current_stream_revision=conflict.actual)


def _error(detail: Any, message: str = "") -> status_pb2.Status:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return status_pb2.Status(message=message, details=packed)
