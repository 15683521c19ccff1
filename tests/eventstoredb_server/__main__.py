"""`python -m tests.eventstoredb_server FILE [PORT [HOST]]`: prints where it is and serves."""

import asyncio
import signal
import sys
from pathlib import Path

from tests.eventstoredb_server.node import Node


async def main(path: Path, port: int = 0, host: str = "127.0.0.1") -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with Node(path, port=port, host=host) as node:
        print(node.uri, flush=True)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:4]))
