"""The way to the server: one connection for all, renewed by one of those who miss it."""

import asyncio
from urllib.parse import parse_qsl, urlencode, urlsplit

from kurrentdbclient import AsyncKurrentDBClient
from kurrentdbclient.exceptions import KurrentDBClientError
from kurrentdbclient.protos.v1.streams_pb2_grpc import StreamsStub

from kernel.event_store import StoreUnavailable
from kernel.event_store.eventstoredb.appends import Appends
from kernel.event_store.eventstoredb.meaning import BROKEN, ConnectionStringRefused, meaning
from kernel.event_store.eventstoredb.patience import Times

CLOSED = "the event store is closed"


class Line:
    """A connection to one node, and what every call over it carries."""

    def __init__(self, client: AsyncKurrentDBClient) -> None:
        spec = client.connection_spec
        self._client = client
        # The client keeps its channel to itself, and offers no call that lasts.
        self.stub = StreamsStub(client.connection._grpc_channel)  # type: ignore[no-untyped-call]
        self.metadata = (
            ("connection-name", spec.options.connection_name),
            ("requires-leader", str(spec.options.node_preference == "leader").lower()),
        )
        self.credentials = client.construct_call_credentials(spec.username, spec.password)
        self.appends = Appends(self.stub, self.credentials, spec.options.connection_name)

    async def close(self) -> None:
        await self.appends.close()
        await self._client.close()


class Connection:
    """Whoever finds a line broken says so, and the next one to need a line makes a new one."""

    def __init__(self, uri: str, times: Times) -> None:
        """Raises ConnectionStringRefused."""
        self._uri, self._times = with_keep_alive(uri, times), times
        try:
            AsyncKurrentDBClient(self._uri)  # only to have the connection string judged now
        except (ValueError, OSError) as cause:
            where = f"the event store {without_password(uri)} cannot be: "
            why = str(cause).replace(self._uri, without_password(uri))
            raise ConnectionStringRefused(where + why) from None
        self._line: Line | None = None
        self._making = asyncio.Lock()
        self._failures, self._closed = 0, False
        self._closing: set[asyncio.Task[None]] = set()

    async def line(self) -> Line:
        """The line in use, or a new one after a pause. Raises Passing, StoreUnavailable."""
        if self._line is None:
            async with self._making:
                if self._line is None:
                    self._line = await self._make()
        if self._closed:
            raise StoreUnavailable(CLOSED)
        return self._line

    def works(self, line: Line) -> None:
        if line is self._line:
            self._failures = 0

    def broken(self, line: Line) -> None:
        """Do not give this line to anyone any more; what is under way on it may still end well."""
        if line is self._line:
            self._line = None
            self._failures += 1
            self._let_go(line)

    def close(self) -> None:
        self._closed = True
        if self._line is not None:
            line, self._line = self._line, None
            self._let_go(line)

    async def closed(self) -> None:
        """Returns when every line is closed."""
        await asyncio.gather(*self._closing)

    async def _make(self) -> Line:
        if self._closed:
            raise StoreUnavailable(CLOSED)
        await asyncio.sleep(self._times.pause(self._failures))
        client = AsyncKurrentDBClient(self._uri)
        client.grpc_options += (
            # A channel of its own, and not gRPC's memory of how often others failed.
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.max_reconnect_backoff_ms", int(self._times.longest * 1000)),
            ("grpc.max_send_message_length", -1),
        )
        try:
            async with asyncio.timeout(self._times.call):
                await client.connect()
        except (KurrentDBClientError, *BROKEN) as error:
            self._failures += 1
            raise meaning(error) from error
        return Line(client)

    def _let_go(self, line: Line) -> None:
        task = asyncio.get_running_loop().create_task(line.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def with_keep_alive(uri: str, times: Times) -> str:
    """Idle connections die silently behind load balancers; unless the string says otherwise."""
    parts = urlsplit(uri)
    given = parse_qsl(parts.query, keep_blank_values=True)
    named = {name.lower() for name, _ in given}
    milliseconds = str(int(times.keep_alive * 1000))
    given += [
        (name, milliseconds)
        for name in ("KeepAliveInterval", "KeepAliveTimeout")
        if name.lower() not in named
    ]
    return parts._replace(query=urlencode(given)).geturl()


def without_password(uri: str) -> str:
    """For messages and logs."""
    parts = urlsplit(uri)
    hosts = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{hosts}{parts.path}"
