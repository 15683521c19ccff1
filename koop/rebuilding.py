"""A rebuild shared by processes: each takes in its shares of the streams, by the command line."""

import asyncio
import os
import sys

from kernel.projections.rebuild import Crew


class WorkerFailed(Exception):
    """A process that took in a share came to an end too early; its own words."""


def crew_of(name: str, workers: int, per_second: float | None) -> Crew:
    """So many processes on the read model of this name, with the settings of this one."""

    async def work() -> None:
        running = [
            asyncio.create_task(_worker(name, which, workers, per_second))
            for which in range(workers)
        ]
        try:
            await asyncio.gather(*running)
        finally:
            for one in running:
                one.cancel()
            await asyncio.wait(running)

    return work


async def _worker(name: str, which: int, workers: int, per_second: float | None) -> None:
    """Raises WorkerFailed."""
    allowed = () if per_second is None else ("--throttle", str(per_second / workers))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "koop", "projections", "share", name, f"{which}", f"{workers}"),
        *allowed,
        stdin=asyncio.subprocess.PIPE,  # held open: when it ends, so does the worker
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        said = (await process.stderr.read()).decode(errors="replace").strip()
        if await process.wait() != 0:
            raise WorkerFailed(said or f"a worker ended with {process.returncode}")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def end_with_parent() -> None:
    """End this process as soon as the one that began it is gone, however that ended."""
    begun_by = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(begun_by), sys.stdin)
    await begun_by.read()
    os._exit(1)
