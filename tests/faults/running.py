"""The real system in a process of its own, to be killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

SECONDS = 60.0


class Running:
    """`koop up` on a folder; `urls` by service once it has started."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._process: Process | None = None
        self.urls: dict[str, str] = {}

    async def start(self) -> None:
        ports = {
            f"KOOP_{name}_PORT": "0" for name in ("PLAN", "MEDIATION", "NOTIFICATIONS", "AUDIT")
        }
        environment = {
            **os.environ,
            **ports,
            "KOOP_MODE": "development",
            "KOOP_DATA_DIR": str(self._data_dir),
            "PYTHONUNBUFFERED": "1",
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "koop", "up", stdout=PIPE, env=environment
        )
        async with asyncio.timeout(SECONDS):
            self.urls = dict([await self._announced() for _ in range(4)])

    async def kill(self) -> None:
        """`kill -9`: nothing is told, nothing is finished."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _announced(self) -> tuple[str, str]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        assert line, "koop up ended before it had started"
        name, url, *_ = line.split()
        return name, url

    async def _end(self, by: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(by)
        async with asyncio.timeout(SECONDS):
            await self._process.wait()
