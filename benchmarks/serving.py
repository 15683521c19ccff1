"""A server to be called: the plan service, everything, or a bare route. Says its port."""

import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated, Literal

import uvloop
from fastapi import FastAPI
from pydantic import BaseModel, StringConstraints
from starlette.types import ASGIApp

from benchmarks.floor import GroupCommit
from kernel.garbage import look_seldom
from koop.embedded import Embedded
from koop.serving import Servers
from koop.settings import Settings


class Voice(BaseModel):
    kind: Literal["wish", "idea", "concern"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


def bare(folder: Path) -> FastAPI:
    """Validates the same body and commits one row durably, with everybody's who came meanwhile."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE voices (id INTEGER PRIMARY KEY, kind TEXT, text TEXT)")
    writer = GroupCommit(connection)
    app = FastAPI()

    @app.post("/voice", status_code=201)
    async def voice(body: Voice) -> dict[str, bool]:
        row = (body.kind, body.text)
        await writer.commit([("INSERT INTO voices (kind, text) VALUES (?, ?)", [row])])
        return {"ok": True}

    return app


@asynccontextmanager
async def served(way: str, folder: Path) -> AsyncIterator[ASGIApp]:
    if way == "bare":
        yield bare(folder)
        return
    async with AsyncExitStack() as stack:
        settings = Settings(mode="development", data_dir=folder)
        embedded = await stack.enter_async_context(Embedded(settings))
        if way == "whole":
            await stack.enter_async_context(embedded.following)
        yield embedded.services["plan"].api


async def serve(way: str, folder: Path) -> None:
    async with served(way, folder) as app:
        look_seldom()
        servers = Servers("127.0.0.1", {"plan": (0, app)})
        print(servers.urls["plan"].rpartition(":")[2], flush=True)
        await servers.serve()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], Path(sys.argv[2])))
