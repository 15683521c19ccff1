"""An HTTP command, end to end, over 64 connections, beside a bare FastAPI route."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figure import Figure, middle
from kernel.clock import SystemClock
from kernel.security import DevelopmentIssuer

CONNECTIONS = 64
TEXT = "Ich wünsche mir einen Kurs am Vormittag, weil die Kita um 16 Uhr schließt."


def figures(rounds: int, requests: int) -> list[Figure]:
    """Ours is the plan service with nothing beside it, then everything in one process."""
    rates: dict[str, list[float]] = {"bare": [], "plan": [], "whole": []}
    for _ in range(rounds):
        for way, told in rates.items():
            told.append(_rate(way, requests))
    bare, plan, whole = (middle(rates[way]) for way in rates)
    beside = "bare FastAPI route, one durable row"
    return [
        Figure("HTTP command, plan service", plan, "requests/s", None, None, beside, bare),
        Figure("HTTP command, all in one process", whole, "requests/s", None, None, beside, bare),
    ]


def _rate(way: str, requests: int) -> float:
    with TemporaryDirectory() as folder, _serving(way, Path(folder)) as port:
        return asyncio.run(_load(way, port, _token(Path(folder)), requests))


@contextmanager
def _serving(way: str, folder: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.serving", way, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def _token(folder: Path) -> str:
    issuer = DevelopmentIssuer(folder, SystemClock(), "development")
    return issuer.token("counsellor", "staff-17", "jc-duesseldorf")


async def _load(way: str, port: int, token: str, requests: int) -> float:
    callers = [Caller(port, token, number) for number in range(CONNECTIONS)]
    for caller in callers:
        await caller.connect(bare=way == "bare")
    began = perf_counter()
    await asyncio.gather(*(caller.voices(requests) for caller in callers))
    rate = CONNECTIONS * requests / (perf_counter() - began)
    for caller in callers:
        caller.close()
    return rate


class Caller:
    """One kept-alive connection that sends one request after the other. Raw: a client that parses
    what it need not would be measured as well."""

    def __init__(self, port: int, token: str, number: int) -> None:
        self._port, self._number, self._sent = port, number, 0
        self._head = (
            f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\n"
        )

    async def connect(self, *, bare: bool) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._path = "/voice"
        if not bare:
            body = {"client": f"client-{self._number}", "counsellor": "staff-17"}
            self._path = f"/plans/{json.loads(await self._post('/plans', body))['plan']}/voice"

    async def voices(self, count: int) -> None:
        for _ in range(count):
            await self._post(self._path, {"kind": "wish", "text": TEXT})

    def close(self) -> None:
        self._writer.close()

    async def _post(self, path: str, body: dict[str, str]) -> bytes:
        self._sent += 1
        content = json.dumps(body).encode()
        self._writer.write(
            f"POST {path} HTTP/1.1\r\n{self._head}Idempotency-Key: {self._number}-{self._sent}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        answer = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(f"{head!r} {answer!r}")
        return answer
