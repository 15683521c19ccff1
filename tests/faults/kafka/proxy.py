"""Between a client and its server: it can cut what runs through it, in the middle of a word."""

import asyncio
from types import TracebackType
from typing import Self


class Proxy:
    """`async with` listens at `port` and passes everything on to `there`."""

    def __init__(self, port: int, there: int) -> None:
        self._port, self._there = port, there
        self._writers: set[asyncio.StreamWriter] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._left: int | None = None
        self.cuts = 0

    def cut_after(self, sent: int) -> None:
        """Cut every connection once clients have sent so many more bytes."""
        self._left = sent

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.close()
        self._cut()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._there)
            self._writers |= {writer, back}
            await asyncio.gather(self._pass(reader, back, True), self._pass(there, writer, False))
            self._writers -= {writer, back}
        except OSError:
            writer.close()
        finally:
            self._running.discard(task)

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bool
    ) -> None:
        try:
            while data := await reader.read(16 * 1024):
                if sent and self._left is not None and self._left <= len(data):
                    writer.write(data[: self._left])
                    await writer.drain()
                    self._left, self.cuts = None, self.cuts + 1
                    self._cut()
                    return
                if sent and self._left is not None:
                    self._left -= len(data)
                writer.write(data)
                await writer.drain()
        except OSError:
            return
        finally:
            writer.close()

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
