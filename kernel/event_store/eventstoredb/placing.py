"""Appending at a known revision: sent, and if need be looked up and sent again."""

from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from kurrentdbclient.exceptions import KurrentDBClientError

from kernel.event_store import Appended, EventsLost, NewEvent, NoStream, WrongExpectedRevision
from kernel.event_store.eventstoredb.appends import ANYWHERE, Response, StandsElsewhere
from kernel.event_store.eventstoredb.connection import Connection
from kernel.event_store.eventstoredb.meaning import BROKEN, Passing, meaning
from kernel.event_store.eventstoredb.patience import Times, kept
from kernel.event_store.eventstoredb.reading import Reading

_PROOF = "$$koop-writable"
"""Metadata of a stream that never has events: the server keeps only the newest, readers none."""


class Placing:
    """The server recognises a repetition at the same revision for ever, so sending again is safe.

    Raises WrongExpectedRevision (its `expected` is the caller's to tell), EventsLost,
    AppendTooLarge, AccessRefused, StoreUnavailable.
    """

    def __init__(self, connection: Connection, reading: Reading, times: Times) -> None:
        self._connection, self._reading, self._times = connection, reading, times

    async def append(self, stream: str, events: Sequence[NewEvent], first: int) -> Appended:
        """Append so that the first of `events` gets revision `first`."""
        return await kept(_Attempt(self, self._reading, stream, events, first).go, self._times)

    async def prove(self) -> None:
        """Write something durable that no reader sees."""
        proof = NewEvent(uuid4(), "$metadata", b'{"$maxCount":1}', b"")
        await kept(partial(self.send, _PROOF, [proof], ANYWHERE), self._times)

    async def send(self, stream: str, events: Sequence[NewEvent], first: int) -> Response.Success:
        """Once. Raises Passing where nobody knows whether it happened."""
        line = await self._connection.line()
        try:
            answer = await line.appends.send(stream, events, first, self._times.call)
        except (StandsElsewhere, *BROKEN, KurrentDBClientError) as error:
            if isinstance(error, StandsElsewhere):
                self._connection.works(line)
                raise
            raised = meaning(error, stream)
            if isinstance(raised, Passing):
                self._connection.broken(line)
            raise raised from error
        self._connection.works(line)
        return answer


class _Attempt:
    """One append, however often it has to be sent."""

    def __init__(
        self,
        placing: Placing,
        reading: Reading,
        stream: str,
        events: Sequence[NewEvent],
        first: int,
    ) -> None:
        self._placing, self._reading = placing, reading
        self._stream, self._events, self._first = stream, events, first
        self._uncertain = False

    async def go(self) -> Appended:
        if self._uncertain and (found := await self._found()):
            return found
        try:
            answer = await self._placing.send(self._stream, self._events, self._first)
        except Passing:
            self._uncertain = True
            raise
        except StandsElsewhere as conflict:
            raise WrongExpectedRevision(self._stream, NoStream(), conflict.actual) from None
        return await self._told(answer)

    async def _told(self, answer: Response.Success) -> Appended:
        last = self._first + len(self._events) - 1
        if answer.current_revision != last:
            raise EventsLost(
                f"{self._stream} should end at {last} and ends at {answer.current_revision}:"
                " somebody deleted it before"
            )
        if answer.WhichOneof("position_option") == "position":
            return Appended(last, answer.position.commit_position)
        [event] = await self._reading.once(self._stream, start=last, limit=1)
        return Appended(last, event.position)

    async def _found(self) -> Appended | None:
        """What stands where these events belong: they themselves, others, or nothing yet."""
        there = await self._reading.once(self._stream, start=self._first, limit=len(self._events))
        if not there:
            return None
        if [event.id for event in there] == [event.id for event in self._events]:
            return Appended(there[-1].revision, there[-1].position)
        [newest] = await self._reading.once(self._stream, backwards=True, limit=1)
        raise WrongExpectedRevision(self._stream, NoStream(), newest.revision)
