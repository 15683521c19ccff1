"""Many commands from a file, over Kafka: each refusal is told, and again does nothing twice."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from contracts.model import Contract
from kernel.kafka.command_client import Command, CommandClient, Result

WINDOW = 500
"""Commands that are sent before the results of earlier ones are waited for."""

SILENCE = 60.0
"""Seconds without any result after which nobody is thought to listen."""


class Line(Contract):
    """One command: what a POST to `path` with this Idempotency-Key and this body would be."""

    path: Annotated[str, StringConstraints(pattern=r"^/(plans|mediations)(/[^/?#\s]+)*$")]
    key: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,128}$")]
    body: dict[str, Any]
    if_match: Annotated[int, Field(ge=0)] | None = None

    @property
    def service(self) -> str:
        return "plan" if self.path.startswith("/plans") else "mediation"

    def command(self) -> Command:
        body = json.dumps(self.body, ensure_ascii=False).encode()
        return Command(self.path, self.key, body, self.if_match)


class CannotImport(Exception):
    """The file cannot be read as commands; nothing was sent."""


class NobodyAnswers(Exception):
    """Commands were sent, and no result came for a long time."""


@dataclass(slots=True)
class Outcome:
    """How it went so far: `refused` are (line, status, problem)."""

    accepted: int = 0
    refused: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.accepted + len(self.refused)


def checked(file: Path) -> Counter[str]:
    """How many commands there are for which service. Raises CannotImport for the first bad line."""
    found: Counter[str] = Counter()
    first: dict[tuple[str, str], int] = {}
    for number, line in lines(file):
        before = first.setdefault((line.path, line.key), number)
        if before != number:
            raise CannotImport(
                f"Line {number} has the path and the key of line {before}: "
                "give each command a key of its own."
            )
        found[line.service] += 1
    if not found:
        raise CannotImport(f"{file} holds no commands: one JSON object on each line.")
    return found


def lines(file: Path) -> Iterator[tuple[int, Line]]:
    """(number, line), blank ones left out. Raises CannotImport."""
    try:
        with file.open("rb") as opened:
            for number, raw in enumerate(opened, 1):
                if raw.strip():
                    yield number, _line(number, raw)
    except OSError as cause:
        raise CannotImport(f"{file} cannot be read: {cause.strerror}.") from cause


class Import:
    """Sends commands and waits for what becomes of them, WINDOW of them at a time."""

    def __init__(
        self, clients: Mapping[str, CommandClient], report: Callable[[Outcome], None]
    ) -> None:
        """`clients` by service, not yet opened; `report` is told whenever something was done."""
        self._clients, self._report = clients, report
        self._outcome = Outcome()
        self._waiting: dict[tuple[str, str], int] = {}

    async def run(self, file: Path) -> Outcome:
        """Raises CannotImport, KafkaError, NobodyAnswers: then the file may be run again."""
        source = lines(file)
        async with AsyncExitStack() as opened:
            for client in self._clients.values():
                await opened.enter_async_context(client)
            heard = monotonic()
            while await self._send(list(islice(source, WINDOW - len(self._waiting)))):
                if await self._hear():
                    heard = monotonic()
                elif monotonic() - heard > SILENCE:
                    raise self._nobody()
        return self._outcome

    async def _send(self, some: list[tuple[int, Line]]) -> bool:
        """Whether there is still anything to wait for."""
        for service, client in self._clients.items():
            mine = [(number, line) for number, line in some if line.service == service]
            self._waiting.update({(line.path, line.key): number for number, line in mine})
            if mine:
                await client.send([line.command() for _, line in mine])
        return bool(self._waiting)

    async def _hear(self) -> bool:
        """Whether anything was done."""
        before = self._outcome.done
        for client in self._clients.values():
            for result in await client.results():
                self._take(result)
        self._report(self._outcome)
        return self._outcome.done > before

    def _take(self, result: Result) -> None:
        """Results of what others sent are none of our business."""
        number = self._waiting.pop((result.path, result.key), None)
        if number is None:
            return
        if result.status < 400:
            self._outcome.accepted += 1
        else:
            self._outcome.refused.append((number, result.status, json.loads(result.body)))

    def _nobody(self) -> NobodyAnswers:
        return NobodyAnswers(
            f"{self._outcome.done} commands are done; nothing was heard of {len(self._waiting)} "
            f"more for {SILENCE:.0f} s. Is the service's role `commands` running? Import the same "
            "file again: what was done is not done twice."
        )


def _line(number: int, raw: bytes) -> Line:
    try:
        return Line.model_validate_json(raw)
    except ValidationError as cause:
        error = cause.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        raise CannotImport(
            f"Line {number}: {where + ': ' if where else ''}{error['msg']}."
        ) from None
