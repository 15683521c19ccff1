"""Whatever is done to a store, it answers like a list that somebody keeps with care."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kernel.event_store import (
    AnyRevision,
    EventStore,
    Exact,
    ExpectedRevision,
    NewEvent,
    NoStream,
    StreamExists,
    WrongExpectedRevision,
)
from tests.kernel.event_store.conformance.case import Case, everything, ids

# Few streams, few ids and low revisions, so that appends meet, repeat and overlap.
STREAMS = ("a", "b")
IDS = [UUID(int=n) for n in range(8)]
EXPECTATIONS = st.one_of(
    st.builds(Exact, st.integers(0, 5)),
    st.sampled_from([NoStream(), StreamExists(), AnyRevision()]),
)


@dataclass(frozen=True)
class Step:
    stream: str
    ids: list[UUID]
    expected: ExpectedRevision


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(STREAMS),
        st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True),
        EXPECTATIONS,
    ),
    max_size=25,
)


@dataclass
class Log:
    """The store that could not be simpler: (stream, id), one after the other."""

    entries: list[tuple[str, UUID]] = field(default_factory=list)

    def of(self, stream: str) -> list[UUID]:
        return [id for name, id in self.entries if name == stream]

    def append(self, step: Step) -> int | None:
        """The revision of the append's last event, None for a conflict."""
        there = self.of(step.stream)
        landing = self._landing(step, there)
        if landing is None:
            return None
        if landing == len(there):
            self.entries += [(step.stream, id) for id in step.ids]
        elif there[landing : landing + len(step.ids)] != step.ids:
            return None
        return landing + len(step.ids) - 1

    def _landing(self, step: Step, there: list[UUID]) -> int | None:
        match step.expected:
            case Exact(revision):
                return revision + 1 if revision < len(there) else None
            case NoStream():
                return 0
            case StreamExists() if not there:
                return None
        earlier = [there.index(id) for id in step.ids if id in there]
        return min(earlier, default=len(there))


REPEATED_ACROSS_APPENDS = [
    Step("a", [IDS[0], IDS[5]], AnyRevision()),
    Step("a", [IDS[1]], Exact(1)),
    Step("a", [IDS[5], IDS[1]], StreamExists()),
]


class LikeAList(Case):
    # All examples share one store: each has a category of its own.
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.differing_executors,  # every store runs it
        ],
    )
    @given(steps=STEPS)
    @example(steps=REPEATED_ACROSS_APPENDS)
    async def test_a_store_answers_like_a_list(
        self, event_store: EventStore, steps: list[Step]
    ) -> None:
        category, log = f"c{uuid4().hex}", Log()

        for step in steps:
            assert await answer(event_store, category, step) == log.append(step)

        for name in STREAMS:
            assert ids(await event_store.read_stream(f"{category}-{name}")) == log.of(name)
        assert [
            (event.stream.removeprefix(f"{category}-"), event.id)
            for event in await everything(event_store, category, limit=7)
        ] == log.entries


async def answer(store: EventStore, category: str, step: Step) -> int | None:
    events = [NewEvent(id, "Noted.v1", b"1", b"{}") for id in step.ids]
    try:
        return (await store.append(f"{category}-{step.stream}", events, step.expected)).revision
    except WrongExpectedRevision:
        return None
