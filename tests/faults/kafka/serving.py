"""`koop serve` in processes of their own, to be killed, put to sleep and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from tests.servers.engine import free_port

SECONDS = 300.0
PARTITIONS = 3
PORTS = ("PLAN", "MEDIATION", "NOTIFICATIONS", "AUDIT")


class Serving:
    """One process of a service, at the same address and with the same name after each start."""

    def __init__(
        self, folder: Path, kafka: str, prefix: str, service: str, roles: str = ""
    ) -> None:
        self.service = service
        self._roles = roles or "api,relay,projector,reactions,deadlines"
        self._port = free_port()
        self.instance = f"{service}-{self._port}"
        self._process: Process | None = None
        self._environment = {
            **os.environ,
            **{f"KOOP_{name}_PORT": str(self._port) for name in PORTS},
            "KOOP_MODE": "development",
            "KOOP_DATA_DIR": str(folder),
            "KOOP_KAFKA": kafka,
            "KOOP_KAFKA_PREFIX": prefix,
            "KOOP_KAFKA_PARTITIONS": str(PARTITIONS),
            "KOOP_INSTANCE": self.instance,
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def answers(self, service: str) -> bool:
        """Whether commands for that service may be sent here."""
        return self.service == service and "api" in self._roles

    async def start(self) -> None:
        """Return when it serves."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "koop", "serve", self.service, "--role", self._roles),
            stdout=PIPE,
            stderr=DEVNULL,
            env=self._environment,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(SECONDS):
            line = await self._process.stdout.readline()
        assert self.url.encode() in line, f"{self.service} ended before it had started"

    async def kill(self) -> None:
        """`kill -9`: nothing is told, nothing is finished."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self._end(signal.SIGTERM)

    def sleep(self) -> None:
        """As a machine does that is overloaded, or a virtual one that is moved."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, by: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(by)

    async def _end(self, by: signal.Signals) -> None:
        assert self._process is not None
        self._signal(by)
        async with asyncio.timeout(SECONDS):
            await self._process.wait()
