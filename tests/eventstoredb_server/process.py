"""The server in a process of its own: to be killed, and to be measured against."""

import sys
from asyncio import subprocess
from pathlib import Path
from typing import Self


class ServerProcess:
    """`async with ServerProcess(file) as server:` and then `server.uri`, the same after a kill."""

    def __init__(self, path: Path) -> None:
        self._path, self._port = path, 0
        self._process: subprocess.Process | None = None
        self.uri = ""

    async def start(self) -> None:
        self._process = await subprocess.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.eventstoredb_server",
            str(self._path),
            str(self._port),
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.uri = (await self._process.stdout.readline()).decode().strip()
        self._port = int(self.uri.rpartition(":")[2].partition("?")[0])

    async def kill(self) -> None:
        """`kill -9`: nothing is told, nothing is finished."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
