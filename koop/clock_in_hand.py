"""In development, whoever may can take the clock of a running system in hand, over HTTP."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.model import Contract
from contracts.refusal import Refusal
from kernel.event_store import EventStore
from kernel.following import Following
from kernel.http import Call, NotEntitled, answer, call_router, command, create_app, query
from kernel.movable_clock import MovableClock
from koop.embedded import Embedded
from koop.process import Process

PATH = "/development/clock"
WAKINGS = f"{PATH}/wakings"
SECONDS = 10.0
"""How long an answer waits for the process to settle."""


class TimeRunsOn(Refusal):
    title_en = "Time does not run backwards"
    title_de = "Die Zeit läuft nicht rückwärts"

    def __init__(self, now: datetime) -> None:
        super().__init__(f"It is {now} here already.", allowed="Move on, or give the clock back.")


class Moment(Contract):
    now: AwareDatetime


class Waking(Contract):
    pass


class Standing(Contract):
    """What time it is in this process, and whether all that it follows up to `head` is handled."""

    now: AwareDatetime
    held: bool
    next_wake: AwareDatetime | None = None
    head: int
    settled: bool


_EXAMPLE = {"now": "2026-03-02T06:00:00Z", "held": True, "head": 17, "settled": True}


def in_hand(
    apps: Mapping[str, tuple[int, ASGIApp]], running: Embedded | Process
) -> Mapping[str, tuple[int, ASGIApp]]:
    """The same `apps`; where its clock may be moved, that of this process beside each of them."""
    if not isinstance(running.clock, MovableClock):
        return apps
    hand = create_app(
        title="Clock",
        description="The clock of this process, in development.",
        routers=[_routes(running.clock, running.following, running.store)],
        verifier=running.verifier,
        store=running.store,
        clock=running.clock,
        checks={},
    )
    return {name: (port, _ByPath(app, hand)) for name, (port, app) in apps.items()}


def _routes(clock: MovableClock, following: Following, store: EventStore) -> APIRouter:
    router = call_router("Clock")

    async def standing(settled: bool, head: int) -> Response:
        now, held, wake = clock.now(), clock.held, clock.next_wake()
        return answer(Standing(now=now, held=held, next_wake=wake, head=head, settled=settled))

    @router.get(PATH, **query(Standing, _EXAMPLE, refuses=(NotEntitled,), etag=False))
    async def read_clock(call: Call) -> Response:
        """Waits a while for this process to settle."""
        _authorise(call)
        head = await store.head()
        return await standing(await following.caught_up(head, SECONDS), head)

    @router.put(
        PATH,
        **command(
            Moment,
            example={"now": "2026-03-02T06:00:00Z"},
            answers=Standing,
            answer_example=_EXAMPLE,
            refuses=(NotEntitled, TimeRunsOn),
        ),
    )
    async def move_clock(call: Call) -> Response:
        """From now on it stands still at that moment. Nobody is woken yet, so that it is later
        in every process before the first of them acts."""
        _authorise(call)
        moment = (await call.content(Moment)).now
        try:
            clock.move(moment)
        except ValueError as cause:
            raise TimeRunsOn(clock.now()) from cause
        return await standing(False, await store.head())

    @router.post(
        WAKINGS,
        **command(
            Waking, example={}, answers=Standing, answer_example=_EXAMPLE, refuses=(NotEntitled,)
        ),
    )
    async def wake_sleepers(call: Call) -> Response:
        """Whoever's time has come acts."""
        _authorise(call)
        clock.wake()
        return await standing(False, await store.head())

    @router.delete(PATH, **query(Standing, _EXAMPLE, refuses=(NotEntitled,), etag=False))
    async def give_clock_back(call: Call) -> Response:
        """From now on it runs by itself again."""
        _authorise(call)
        clock.give_back()
        return await standing(False, await store.head())

    return router


def _authorise(call: Call) -> None:
    if call.identity.actor.role != "system":
        raise NotEntitled("Only the system moves time.", allowed="A token of the role system.")


class _ByPath:
    def __init__(self, app: ASGIApp, clock: ASGIApp) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        to_the_clock = scope["type"] == "http" and scope["path"].startswith(PATH)
        await (self._clock if to_the_clock else self._app)(scope, receive, send)
