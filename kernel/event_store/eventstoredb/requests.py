"""What is asked of the server when reading, and its answers as events."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from kurrentdbclient.protos.v1 import shared_pb2, streams_pb2

from kernel.event_store import StoredEvent

Request = streams_pb2.ReadReq
Options = Request.Options
Response = streams_pb2.ReadResp

_EVERYTHING = 2**63 - 1
_WINDOW = 1_000
"""Events that the server looks through for a filter before it reports how far it has come."""


def of_stream(name: str, start: int | None, backwards: bool, limit: int | None) -> Request:
    stream = Options.StreamOptions(
        stream_identifier=shared_pb2.StreamIdentifier(stream_name=name.encode())
    )
    if start is not None:
        stream.revision = start
    elif backwards:
        stream.end.CopyFrom(shared_pb2.Empty())
    else:
        stream.start.CopyFrom(shared_pb2.Empty())
    return _request(
        stream=stream,
        no_filter=shared_pb2.Empty(),
        count=_EVERYTHING if limit is None else limit,
        read_direction=Options.Backwards if backwards else Options.Forwards,
    )


def of_all(after: int, categories: Sequence[str], limit: int) -> Request:
    """From the event at `after` on, which comes again unless the categories leave it out."""
    return _request(all=_from(after), filter=_filter(tuple(categories)), count=limit)


def of_the_newest() -> Request:
    return _request(
        all=Options.AllOptions(end=shared_pb2.Empty()),
        filter=_filter(()),
        count=1,
        read_direction=Options.Backwards,
    )


def of_following(after: int, categories: Sequence[str]) -> Request:
    """Here the server begins behind `after`."""
    return _request(
        all=_from(after),
        filter=_filter(tuple(categories)),
        subscription=Options.SubscriptionOptions(),
    )


def stored(response: Response) -> StoredEvent:
    event = response.event.event
    return StoredEvent(
        UUID(event.id.string),
        event.metadata["type"],
        event.data,
        event.custom_metadata,
        event.stream_identifier.stream_name.decode(),
        event.stream_revision,
        event.commit_position,
    )


def _request(**options: Any) -> Request:
    uuids = Options.UUIDOption(string=shared_pb2.Empty())
    return Request(options=Options(uuid_option=uuids, **options))


def _from(after: int) -> Options.AllOptions:
    if not after:
        return Options.AllOptions(start=shared_pb2.Empty())
    position = Options.Position(commit_position=after, prepare_position=after)
    return Options.AllOptions(position=position)


@cache
def _filter(categories: tuple[str, ...]) -> Options.FilterOptions:
    """By stream. Without categories all but the server's own, whose names begin with a dollar."""
    named = "|".join(re.escape(category) for category in categories)
    regex = f"^({named})(-.*)?$" if categories else r"^[^\$]"
    return Options.FilterOptions(
        stream_identifier=Options.FilterOptions.Expression(regex=regex),
        max=_WINDOW,
        checkpointIntervalMultiplier=10,
    )
