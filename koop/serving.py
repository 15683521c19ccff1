"""One HTTP server on a socket per service, all in this event loop."""

import socket
from collections.abc import Mapping
from contextlib import ExitStack

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

BACKLOG = 2048


class AddressTaken(Exception):
    """Somebody else listens there."""

    def __init__(self, name: str, host: str, port: int) -> None:
        super().__init__(
            f"{host}:{port} is taken. End what listens there, or choose another port: "
            f"KOOP_{name.upper()}_PORT=0 takes any free one."
        )


class ByPort:
    """Hands each request to the app whose port it came in on."""

    def __init__(self, apps: Mapping[int, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._apps[scope["server"][1]](scope, receive, send)


class Servers:
    """Listens from the beginning on, so that addresses are known; serves with `serve`."""

    def __init__(self, host: str, apps: Mapping[str, tuple[int, ASGIApp]]) -> None:
        """`apps` by name, with the port each should have (0: any). Raises AddressTaken."""
        self._sockets: dict[str, socket.socket] = {}
        with ExitStack() as opened:
            for name, (port, _) in apps.items():
                self._sockets[name] = opened.enter_context(_listening(name, host, port))
            opened.pop_all()
        ports = {name: one.getsockname()[1] for name, one in self._sockets.items()}
        self.urls = {name: f"http://{host}:{port}" for name, port in ports.items()}
        by_port = ByPort({ports[name]: app for name, (_, app) in apps.items()})
        self._server = uvicorn.Server(
            uvicorn.Config(
                by_port,
                lifespan="off",
                access_log=False,
                log_level="warning",
                server_header=False,
                backlog=BACKLOG,
            )
        )

    async def serve(self) -> None:
        """Until a signal or `stop`; requests in hand are finished."""
        await self._server.serve(list(self._sockets.values()))

    def stop(self) -> None:
        self._server.should_exit = True

    @property
    def started(self) -> bool:
        return self._server.started


def _listening(name: str, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(BACKLOG)
    except OSError as cause:
        found.close()
        raise AddressTaken(name, host, port) from cause
    return found
