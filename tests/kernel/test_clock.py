"""Clocks: whoever sleeps is woken in time, and no sooner."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kernel import clock as clock_module
from kernel.clock import Clock, SimulatedClock, SystemClock

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def asleep(clock: Clock, moment: datetime) -> asyncio.Task[None]:
    task = asyncio.create_task(clock.sleep_until(moment))
    await asyncio.sleep(0)
    return task


async def test_a_simulated_clock_stands_still_until_it_is_set() -> None:
    clock = SimulatedClock(START)
    sleeper = await asleep(clock, START + HOUR)
    assert clock.now() == START
    clock.set(START + HOUR / 2)
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.set(START + HOUR)
    await asyncio.wait_for(sleeper, 1)


async def test_a_step_over_many_sleepers_wakes_them_all() -> None:
    clock = SimulatedClock(START)
    sleepers = [await asleep(clock, START + n * HOUR) for n in (3, 1, 2, 9)]
    assert clock.next_wake() == START + HOUR
    clock.set(START + 5 * HOUR)
    await asyncio.wait_for(asyncio.gather(*sleepers[:3]), 1)
    assert clock.next_wake() == START + 9 * HOUR
    sleepers[3].cancel()


async def test_nobody_sleeps_until_a_moment_that_has_passed() -> None:
    for clock in (SimulatedClock(START), SystemClock()):
        await asyncio.wait_for(clock.sleep_until(START - HOUR), 1)


async def test_a_sleeper_who_was_cancelled_is_not_waited_for() -> None:
    clock = SimulatedClock(START)
    sleeper = await asleep(clock, START + HOUR)
    sleeper.cancel()
    await asyncio.wait([sleeper])
    assert clock.next_wake() is None


def test_simulated_time_does_not_run_backwards() -> None:
    clock = SimulatedClock(START)
    with pytest.raises(ValueError, match="does not run backwards"):
        clock.set(START - HOUR)


def test_simulated_time_is_told_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    clock = SimulatedClock(datetime(2026, 3, 2, 9, tzinfo=berlin))
    assert (clock.now(), clock.now().tzinfo) == (START, UTC)
    clock.set(datetime(2026, 3, 2, 10, tzinfo=berlin))
    assert (clock.now(), clock.now().tzinfo) == (START + HOUR, UTC)


async def test_after_the_machine_was_suspended_the_wall_clock_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sleeping is measured in time awake: a nap ends, and the hour is far past."""
    clock = SystemClock()
    naps: list[float] = []
    now = [START]

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        now[0] += timedelta(hours=5)

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(clock_module.asyncio, "sleep", nap)
    await clock.sleep_until(START + 4 * HOUR)
    assert naps == [clock_module.LONGEST_NAP]


async def test_a_nap_that_ends_too_early_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SystemClock()
    now = [START]

    async def nap(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(clock_module.asyncio, "sleep", nap)
    await clock.sleep_until(START + HOUR)
    assert now[0] == START + HOUR
