"""What the client's and the server's errors mean to whoever uses the store."""

import asyncio

import grpc
from kurrentdbclient.exceptions import (
    AccessDeniedError,
    BadRequestError,
    InvalidCommitPositionError,
    KurrentDBClientError,
    MaximumAppendSizeExceededError,
    SSLError,
    StreamIsDeletedError,
    UnauthenticatedError,
)
from kurrentdbclient.streams import handle_streams_rpc_error

from kernel.event_store import EventsLost, EventStoreError


class Passing(Exception):
    """Nobody's fault and soon over, or so we hope: worth another attempt."""


class ConnectionStringRefused(EventStoreError):
    """What should name the server cannot be understood, or names files that are not there."""


class AppendTooLarge(EventStoreError):
    """The server is set up for less than the port promises: see its MaxAppendSize."""


class AccessRefused(EventStoreError):
    """The server does not know us, or we do not trust its certificate."""


class RequestRefused(EventStoreError):
    """The server finds something wrong with what it was asked for."""


_REFUSED: tuple[tuple[type[KurrentDBClientError], type[EventStoreError], str], ...] = (
    (StreamIsDeletedError, EventsLost, "somebody deleted this stream for good; restore a backup"),
    (MaximumAppendSizeExceededError, AppendTooLarge, "raise the server's MaxAppendSize"),
    (AccessDeniedError, AccessRefused, "check the user's rights"),
    (UnauthenticatedError, AccessRefused, "check user and password in the connection string"),
    (SSLError, AccessRefused, "check tls, tlsCaFile and the server's certificate"),
    (BadRequestError, RequestRefused, "this is a mistake in the software"),
    (InvalidCommitPositionError, RequestRefused, "name a position that an event has"),
)

BROKEN = (grpc.RpcError, grpc.aio.UsageError, asyncio.InvalidStateError, TimeoutError, OSError)
"""What a call may raise of itself when the connection is not as it should be."""


def meaning(error: BaseException, about: str = "") -> EventStoreError | Passing:
    """An error to raise: final, or Passing."""
    if isinstance(error, grpc.RpcError):
        error = handle_streams_rpc_error(error)
    for kind, final, hint in _REFUSED:
        if isinstance(error, kind):
            return final(": ".join(part for part in (about, str(error), hint) if part))
    return Passing(f"{type(error).__name__}: {error}")
