"""What a subscription's call brings, held until somebody takes it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from kurrentdbclient.exceptions import KurrentDBClientError

from kernel.event_store import StoredEvent
from kernel.event_store.eventstoredb import requests
from kernel.event_store.eventstoredb.connection import Line
from kernel.event_store.eventstoredb.meaning import BROKEN, Passing, meaning
from kernel.event_store.eventstoredb.requests import stored


class Arriving:
    """What has come from the server and was not taken yet; no more than `most` events."""

    def __init__(self, line: Line, most: int) -> None:
        self._line, self._most, self._newest = line, most, 0
        self.events: deque[StoredEvent] = deque()
        self.live = self._told_live = False
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._error: Exception | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, after: int, categories: Sequence[str]) -> None:
        self._newest = after
        request = requests.of_following(after, categories)
        self._task = asyncio.create_task(self._receive(request))

    async def something(self, page: int, within: float) -> bool:
        """Wait for an event, or a full page before all that was there has come.

        False if nothing came in so many seconds. Raises what ended the call.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not self._enough(page):
                    self._news.clear()
                    await self._news.wait()
        if self._error is not None and not self.events:
            raise self._error
        turned_live = self.live and not self._told_live
        self._told_live = self.live
        return turned_live or bool(self.events)

    def _enough(self, page: int) -> bool:
        if self._error is not None or len(self.events) >= page:
            return True
        return self.live and (bool(self.events) or not self._told_live)

    def take(self, most: int) -> list[StoredEvent]:
        taken = [self.events.popleft() for _ in range(min(most, len(self.events)))]
        self._room.set()
        return taken

    def fail(self, error: Exception) -> None:
        self._error = self._error or error
        self._news.set()

    def end(self, error: Exception) -> None:
        self.fail(error)
        if self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _receive(self, request: requests.Request) -> None:
        call = self._line.stub.Read(
            request, metadata=self._line.metadata, credentials=self._line.credentials
        )
        try:
            async for response in call:
                content = response.WhichOneof("content")
                if content == "event":
                    self._add(stored(response))
                elif content == "caught_up":
                    self.live = True
                elif content == "fell_behind":
                    self.live = False
                else:
                    continue
                self._news.set()
                while len(self.events) >= self._most:
                    self._room.clear()
                    await self._room.wait()
            self.fail(Passing("the server ended the subscription"))
        except (*BROKEN, KurrentDBClientError) as error:
            self.fail(meaning(error))
        finally:
            call.cancel()

    def _add(self, event: StoredEvent) -> None:
        if event.position > self._newest:  # the server may say a thing twice
            self._newest = event.position
            self.events.append(event)
