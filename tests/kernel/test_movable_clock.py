"""A clock that runs by itself until somebody takes it in hand."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kernel.movable_clock import MovableClock
from tests.kernel.test_clock import HOUR, asleep

LONG_AGO = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


async def test_it_is_the_wall_clock_until_somebody_takes_it(clock: MovableClock) -> None:
    assert datetime.now(UTC) - clock.now() < HOUR
    await asyncio.wait_for(clock.sleep_until(clock.now() + timedelta(milliseconds=5)), 1)
    clock.move(LONG_AGO)
    assert clock.now() == LONG_AGO


async def test_whoever_slept_by_the_wall_clock_goes_on_sleeping_by_the_other(
    clock: MovableClock,
) -> None:
    sleeper = await asleep(clock, datetime.now(UTC) + HOUR)
    clock.move(LONG_AGO)
    for _ in range(10):
        await asyncio.sleep(0)
    clock.move(datetime.now(UTC) + 2 * HOUR)
    clock.wake()
    await asyncio.wait_for(sleeper, 1)


async def test_it_is_later_for_everybody_before_the_first_one_is_woken(
    clock: MovableClock,
) -> None:
    clock.move(LONG_AGO)
    sleeper = await asleep(clock, LONG_AGO + HOUR)
    await asyncio.sleep(0)
    clock.move(LONG_AGO + HOUR)
    await asyncio.sleep(0.01)
    assert (clock.now(), sleeper.done()) == (LONG_AGO + HOUR, False)
    clock.wake()
    await asyncio.wait_for(sleeper, 1)


async def test_given_back_it_is_the_wall_clock_again(clock: MovableClock) -> None:
    clock.move(LONG_AGO)
    sleeper = await asleep(clock, LONG_AGO + HOUR)
    clock.give_back()
    await asyncio.wait_for(sleeper, 1)
    assert not clock.held
    assert datetime.now(UTC) - clock.now() < HOUR


async def test_in_hand_it_does_not_run_backwards(clock: MovableClock) -> None:
    clock.move(LONG_AGO)
    with pytest.raises(ValueError, match="does not run backwards"):
        clock.move(LONG_AGO - HOUR)
