"""A request that came by another way than HTTP, handed to the very same application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answered:
    """`headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def post(
    app: ASGIApp, path: str, headers: Sequence[tuple[bytes, bytes]], body: bytes
) -> Answered:
    """What the application answers to a POST. `headers` in lower case."""
    start: Message = {}
    chunks: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            chunks.append(message.get("body", b""))

    await app(_scope(path, headers), receive, send)
    told = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answered(start["status"], told, b"".join(chunks))


def _scope(path: str, headers: Sequence[tuple[bytes, bytes]]) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": list(headers),
        "client": None,
        "server": None,
    }
