"""Read: streams and everything, in both directions, filtered, and subscriptions that last."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import grpc
from kurrentdbclient.protos.v1 import streams_pb2

from tests.eventstoredb_server.appending import refuse_deleted
from tests.eventstoredb_server.log import Entry, Log
from tests.eventstoredb_server.misbehaviour import Misbehaviour
from tests.eventstoredb_server.streams import TOMBSTONE, Streams

Response = streams_pb2.ReadResp
Wanted = Callable[[Entry], bool]


class Reading:
    def __init__(self, log: Log, streams: Streams, wrongs: Misbehaviour) -> None:
        self._log, self._streams, self._wrongs = log, streams, wrongs

    async def read(
        self, request: Any, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Response]:
        await self._wrongs.meet("read")
        options = request.options
        if options.WhichOneof("count_option") == "subscription":
            if options.WhichOneof("stream_option") != "all":
                await context.abort(grpc.StatusCode.UNIMPLEMENTED, "only subscriptions to all")
            async for response in self._subscription(options, context):
                yield response
            return
        if options.WhichOneof("stream_option") == "all":
            found = self._all(options)
        else:
            stream = options.stream.stream_identifier.stream_name.decode()
            if self._streams.is_gone_for_good(stream):
                await refuse_deleted(stream, context)
            if self._streams.first(stream) > self._streams.last(stream):
                identifier = options.stream.stream_identifier
                missing = Response.StreamNotFound(stream_identifier=identifier)
                yield Response(stream_not_found=missing)
                return
            found = self._stream(stream, options)
        for entry in islice(found, min(options.count, 2**31)):
            yield entry.response

    def _stream(self, name: str, options: Any) -> Iterator[Entry]:
        entries, first = self._log.streams[name], self._streams.first(name)
        last = len(entries) - 1
        given = options.stream.WhichOneof("revision_option") == "revision"
        if options.read_direction == streams_pb2.ReadReq.Options.Backwards:
            start = min(options.stream.revision, last) if given else last
            revisions = range(start, first - 1, -1)
        else:
            start = max(options.stream.revision, first) if given else first
            revisions = range(start, last + 1)
        return (entries[revision] for revision in revisions)

    def _all(self, options: Any) -> Iterator[Entry]:
        entries, wanted = self._log.entries, _wanted(options)
        given = options.all.WhichOneof("all_option") == "position"
        position = options.all.position.commit_position
        if options.read_direction == streams_pb2.ReadReq.Options.Backwards:
            start = self._log.index_of(position) if given else len(entries)
            places = range(start - 1, -1, -1)
        else:
            start = self._log.index_of(position) if given else 0
            places = range(start, len(entries))
        return (entries[place] for place in places if wanted(entries[place]))

    async def _subscription(
        self, options: Any, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Response]:
        yield Response(confirmation=Response.SubscriptionConfirmation(subscription_id=str(uuid4())))
        wanted, told = _wanted(options), False
        given = options.all.WhichOneof("all_option") == "position"
        place = self._log.index_behind(options.all.position.commit_position) if given else 0
        while True:
            await self._wrongs.flowing.wait()
            end = len(self._log.entries)
            for entry in self._log.entries[place:end]:
                if wanted(entry):
                    async for response in self._sent(entry, context):
                        yield response
            place = end
            if place == len(self._log.entries):
                if not told:
                    told = True
                    yield Response(caught_up=Response.CaughtUp())
                await self._log.more(place)

    async def _sent(
        self, entry: Entry, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[Response]:
        wrongs = self._wrongs
        if wrongs.silent:
            return
        if wrongs.now("checkpoints_ahead"):
            ahead = self._log.positions[-1] + 1000
            checkpoint = Response.Checkpoint(commit_position=ahead, prepare_position=ahead)
            yield Response(checkpoint=checkpoint)
        yield entry.response
        if wrongs.now("repeat"):
            yield entry.response
        if wrongs.too_slow and not (wrongs.now("too_slow") and wrongs.too_slow):
            await context.abort(
                grpc.StatusCode.ABORTED, "Operation aborted: Consumer too slow to handle event"
            )
        if wrongs.break_off and not (wrongs.now("break_off") and wrongs.break_off):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "broken off")


def _wanted(options: Any) -> Wanted:
    if options.WhichOneof("filter_option") != "filter":
        return lambda entry: True
    kind = options.filter.WhichOneof("filter")
    expression = getattr(options.filter, kind)
    pattern = re.compile(expression.regex or "|".join(map(re.escape, expression.prefix)))
    known: dict[str, bool] = {}

    def wanted(entry: Entry) -> bool:
        name = entry.stream if kind == "stream_identifier" else entry.event.metadata["type"]
        found = known.get(name)
        if found is None:
            found = known[name] = pattern.search(name) is not None
        return found

    return wanted


__all__ = ["TOMBSTONE", "Reading"]
