"""All appends of a connection over one lasting call, each answered under an id of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

import grpc
from google.protobuf import duration_pb2, empty_pb2
from kurrentdbclient.exceptions import (
    AccessDeniedError,
    BadRequestError,
    KurrentDBClientError,
    MaximumAppendSizeExceededError,
    StreamIsDeletedError,
)
from kurrentdbclient.protos.v1 import shared_pb2, streams_pb2
from kurrentdbclient.unpack_error_status import unpack_status_details

from kernel.event_store import NewEvent

Request = streams_pb2.BatchAppendReq
Response = streams_pb2.BatchAppendResp

ANYWHERE = -1
"""Instead of a first revision: wherever the stream ends."""

_DONE: Request | None = None


class StandsElsewhere(Exception):
    """`actual` is the stream's last revision, None if it has no events."""

    def __init__(self, actual: int | None) -> None:
        super().__init__(f"the stream is at {actual}")
        self.actual = actual


class Appends:
    """The call is opened with the first append; when it breaks, all that wait are told."""

    def __init__(
        self, stub: Any, credentials: grpc.CallCredentials | None, connection_name: str
    ) -> None:
        self._stub, self._credentials = stub, credentials
        self._metadata = (("connection-name", connection_name), ("requires-leader", "true"))
        self._queue: asyncio.Queue[Request | None] = asyncio.Queue()
        self._waiting: dict[str, asyncio.Future[Response.Success]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def send(
        self, stream: str, events: Sequence[NewEvent], first: int, within: float
    ) -> Response.Success:
        """Raises StandsElsewhere, what the server refuses, and what breaks the call."""
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        elif self._reader.done():
            raise ConnectionError("the connection is broken")
        request = _request(stream, events, first, within)
        id = request.correlation_id.string
        answer: asyncio.Future[Response.Success] = asyncio.get_running_loop().create_future()
        self._waiting[id] = answer
        self._queue.put_nowait(request)
        try:
            async with asyncio.timeout(within):
                return await answer
        finally:
            self._waiting.pop(id, None)

    async def close(self) -> None:
        """What was sent is still answered, if the server does so before long."""
        self._queue.put_nowait(_DONE)
        if self._reader is not None:
            await asyncio.wait([self._reader], timeout=1.0)
            self._reader.cancel()
            await asyncio.wait([self._reader])

    async def _read(self) -> None:
        call = self._stub.BatchAppend(
            self._requests(), metadata=self._metadata, credentials=self._credentials
        )
        error: BaseException = ConnectionError("the server ended the call")
        try:
            async for response in call:
                answer = self._waiting.get(response.correlation_id.string)
                if answer is not None and not answer.done():
                    _settle(answer, response)
        except grpc.RpcError as broken:
            error = broken
        finally:
            call.cancel()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(error)

    async def _requests(self) -> AsyncIterator[Request]:
        while (request := await self._queue.get()) is not None:
            yield request


def _request(stream: str, events: Sequence[NewEvent], first: int, within: float) -> Request:
    options = Request.Options(
        stream_identifier=shared_pb2.StreamIdentifier(stream_name=stream.encode()),
        deadline=duration_pb2.Duration(nanos=int(within % 1 * 1e9), seconds=int(within)),
    )
    if first == ANYWHERE:
        options.any.CopyFrom(empty_pb2.Empty())
    elif first == 0:
        options.no_stream.CopyFrom(empty_pb2.Empty())
    else:
        options.stream_position = first - 1
    return Request(
        correlation_id=shared_pb2.UUID(string=str(uuid4())),
        options=options,
        proposed_messages=[_message(event) for event in events],
        is_final=True,
    )


def _message(event: NewEvent) -> Request.ProposedMessage:
    kind = "application/json" if event.data[:1] == b"{" else "application/octet-stream"
    return Request.ProposedMessage(
        id=shared_pb2.UUID(string=str(event.id)),
        metadata={"type": event.type, "content-type": kind},
        custom_metadata=event.metadata,
        data=event.data,
    )


def _settle(answer: asyncio.Future[Response.Success], response: Response) -> None:
    if response.WhichOneof("result") == "success":
        answer.set_result(response.success)
    else:
        answer.set_exception(_refusal(response))


def _refusal(response: Response) -> Exception:
    [detail] = unpack_status_details(response.error)
    match detail:
        case shared_pb2.WrongExpectedVersion():
            there = detail.WhichOneof("current_stream_revision_option")
            exists = there == "current_stream_revision"
            return StandsElsewhere(detail.current_stream_revision if exists else None)
        case shared_pb2.StreamDeleted():
            return StreamIsDeletedError()
        case shared_pb2.MaximumAppendSizeExceeded():
            return MaximumAppendSizeExceededError(f"at most {detail.maxAppendSize} bytes")
        case shared_pb2.AccessDenied():
            return AccessDeniedError()
        case shared_pb2.BadRequest():
            return BadRequestError(detail.message)
    return KurrentDBClientError(response.error.message or type(detail).__name__)
