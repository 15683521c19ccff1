"""Runs a decider: load, already done?, may they?, decide, append."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast
from uuid import UUID

from contracts.envelope import Envelope, Metadata, Recorded, event_id
from contracts.model import Contract, Event
from contracts.refusal import Refusal
from kernel.codec import Codec, to_store
from kernel.codec import metadata as metadata_of
from kernel.event_store import EventStore, Exact, NoStream, WrongExpectedRevision
from kernel.folding import CAPACITY, Folded, StreamFold

S = TypeVar("S")

MOST_EVENTS = 512
"""Events that one command may lead to."""

ATTEMPTS = 8
"""How often a command is decided anew when others keep writing to its stream."""


class Decider(Protocol[S]):
    """What a domain module offers. Pure: no clock, no ids of its own making, no I/O."""

    initial: S

    def decide(self, command: Any, state: S, metadata: Metadata) -> Sequence[Event]:
        """The events that follow; none if there is nothing to do. Raises Refusal."""

    def evolve(self, state: S, recorded: Recorded[Any]) -> S:
        """The state after one more event. Never refuses: what happened, happened."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the stream stands after a command and what was decided.

    `position` is 0 where nothing was appended. `repeated`: the command had been handled before.
    """

    revision: int
    position: int
    events: Sequence[Event]
    repeated: bool = False


class _Case(NamedTuple, Generic[S]):
    stream: str
    command: Contract
    metadata: Metadata
    command_id: UUID
    first_id: UUID
    authorise: Callable[[S], None] | None
    if_match: int | None


class CommandRepeatedDifferently(Exception):
    """A command id came back with another request than the first time."""

    def __init__(self, command: UUID) -> None:
        super().__init__(f"command {command} was sent before, with another content")
        self.command = command


class RevisionMismatch(Exception):
    """The caller decided on another revision than the newest."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"the stream is at revision {actual}, not at {expected}")
        self.expected, self.actual = expected, actual


class Contended(Exception):
    """Others kept writing to the stream; nothing was done. Worth another try later."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"{stream} was written to {ATTEMPTS} times while deciding")
        self.stream = stream


class CommandHandler(Generic[S]):
    """Handles the commands of one decider. Handling one twice does it once.

    A decision may rest on a state that another process has since moved on: the expected revision
    then fails the append, and whatever would end without an append (a refusal, nothing to do) is
    held against the newest events before it is let out.
    """

    def __init__(
        self,
        store: EventStore,
        codec: Codec,
        decider: Decider[S] | ModuleType,
        capacity: int = CAPACITY,
    ) -> None:
        self._store, self._codec = store, codec
        self._decider = cast(Decider[S], decider)
        self._fold = StreamFold(store, codec, self._decider.initial, self._decider.evolve, capacity)

    async def load(self, stream: str) -> Folded[S]:
        """The newest state of a stream."""
        return await self._fold.load(stream)

    async def known(self, stream: str, permit: Callable[[Folded[S]], None]) -> Folded[S]:
        """The state as it is remembered if `permit` lets that pass, the newest one otherwise.

        For a look before handling a command, which is decided on the newest state anyway: it
        saves asking the store. Raises the Refusal that `permit` raises for the newest state.
        """
        folded = self._fold.kept(stream)
        if folded is not None:
            with suppress(Refusal):
                permit(folded)
                return folded
        newest = await self._fold.load(stream)
        permit(newest)
        return newest

    async def handle(
        self,
        stream: str,
        command: Contract,
        metadata: Metadata,
        *,
        command_id: UUID,
        authorise: Callable[[S], None] | None = None,
        if_match: int | None = None,
    ) -> Outcome:
        """Decide `command` and append what follows, durably before this returns.

        Raises Refusal, whatever `authorise` raises, RevisionMismatch, CommandRepeatedDifferently,
        Contended, and the store's StoreFull and StoreUnavailable.
        """
        first_id = event_id(command_id, 0)
        case = _Case(stream, command, metadata, command_id, first_id, authorise, if_match)
        async with self._fold.lock(stream):
            folded = self._fold.kept(stream) or await self._fold.load(stream)
            for _ in range(ATTEMPTS):
                answer = await self._attempt(case, folded)
                if isinstance(answer, Outcome) and (answer.position or answer.repeated):
                    return answer
                newest = await self._fold.load(stream)
                if newest.revision == folded.revision:
                    return _final(answer)
                folded = newest
        raise Contended(stream)

    async def _attempt(self, case: _Case[S], folded: Folded[S]) -> Outcome | Exception:
        """What comes of the command on this state; exceptions are answers until they are final."""
        first = folded.ids.get(case.first_id)
        if first is not None:
            return await self._repeated(case, first)
        try:
            if case.authorise is not None:
                case.authorise(folded.state)
            if case.if_match is not None and case.if_match != folded.revision:
                raise RevisionMismatch(case.if_match, folded.revision)
            events = self._decider.decide(case.command, folded.state, case.metadata)
            if not events:
                return Outcome(folded.revision, 0, ())
            return await self._append(case, folded, events)
        except (Refusal, RevisionMismatch, WrongExpectedRevision) as answer:
            return answer

    async def _append(self, case: _Case[S], folded: Folded[S], events: Sequence[Event]) -> Outcome:
        metadata = case.metadata.to_json()
        new = [
            to_store(event_id(case.command_id, i) if i else case.first_id, event, metadata)
            for i, event in enumerate(events)
        ]
        expected = Exact(folded.revision) if folded.revision >= 0 else NoStream()
        appended = await self._store.append(case.stream, new, expected)
        first = folded.revision + 1
        recorded = [
            Recorded(
                Envelope(n.id, n.type, case.stream, first + i, appended.position, case.metadata), e
            )
            for i, (n, e) in enumerate(zip(new, events, strict=True))
        ]
        self._fold.add(case.stream, folded, recorded)
        return Outcome(appended.revision, appended.position, tuple(events))

    async def _repeated(self, case: _Case[S], first: int) -> Outcome:
        stored = await self._store.read_stream(case.stream, start=first, limit=MOST_EVENTS)
        mine = [one for i, one in enumerate(stored) if one.id == event_id(case.command_id, i)]
        if metadata_of(mine[0]).request != case.metadata.request:
            raise CommandRepeatedDifferently(case.command_id)
        events = tuple(recorded.event for recorded in self._codec.recorded_all(mine))
        return Outcome(mine[-1].revision, mine[-1].position, events, repeated=True)


def _final(answer: Outcome | Exception) -> Outcome:
    if isinstance(answer, Outcome):
        return answer
    raise answer
