"""A rebuild shared by processes: each takes in its shares of the streams, by the command line."""

import asyncio
import os
import signal
import sys

from kernel.projections.rebuild import Crew
from kernel.tasks import given_up
from koop.composition import Composition
from koop.settings import settings


class WorkerFailed(Exception):
    """A process that took in shares came to an end too early; its own words."""


def crew_of(service: str, name: str, workers: int, per_second: float | None) -> Crew:
    """So many processes on that read model of the service, with the settings of this one."""

    async def work() -> None:
        running = [
            asyncio.create_task(_worker(service, name, which, workers, per_second))
            for which in range(workers)
        ]
        try:
            await asyncio.gather(*running)
        finally:
            await given_up(running)

    return work


async def _worker(
    service: str, name: str, which: int, workers: int, per_second: float | None
) -> None:
    """Raises WorkerFailed."""
    allowed = () if per_second is None else ("--throttle", str(per_second / workers))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "koop", "projections", "share"),
        *(service, name, str(which), str(workers), *allowed),
        stdin=asyncio.subprocess.PIPE,  # held open: when it ends, so does the worker
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,  # Ctrl-C is for this process, which then ends its workers
    )
    try:
        assert process.stderr is not None
        said = (await process.stderr.read()).decode(errors="replace")
        if await process.wait() != 0:
            raise WorkerFailed(_words(said, process.returncode))
    finally:
        if process.returncode is None:
            process.kill()  # its transaction is as if it had never been
            await process.wait()


def _words(said: str, status: int | None) -> str:
    """What a worker had to say; one that was killed had no time to."""
    if said.strip():
        return said.strip().removeprefix("koop: ")
    how = signal.Signals(-status).name if status is not None and status < 0 else f"status {status}"
    return (
        f"A worker of the rebuild ended by {how}: is there memory enough? The same command goes on "
        "from where it was, with any number of workers."
    )


def end_with_parent() -> None:
    """End this process as soon as the one that began it is gone, however that ended: nothing is
    ever written to its stdin, so there is only an end to be read."""
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), os._exit, 1)


async def take_share(
    service: str, name: str, which: int, workers: int, per_second: float | None
) -> None:
    """The whole life of a worker: of that service alone, the others are not loaded."""
    end_with_parent()
    async with Composition(settings()) as composition:
        projections = composition.build(service, {}).projections
        wanted = next(one for one in projections if one.name == name)
        await wanted.take_share(which, workers, per_second)
