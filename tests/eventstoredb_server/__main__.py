"""`python -m tests.eventstoredb_server FILE [PORT]`: prints its connection string and serves."""

import asyncio
import signal
import sys
from pathlib import Path

from tests.eventstoredb_server.node import Node


async def main(path: Path, port: int) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with Node(path, port=port) as node:
        print(node.uri, flush=True)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
