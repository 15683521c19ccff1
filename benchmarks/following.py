"""The followers of one service in a process of their own, and how far one of them shows what."""

import json
import sys
from pathlib import Path

import uvloop

from benchmarks.lag import LOOKED_AT, Moments, shown
from benchmarks.stores import opened
from kernel.following import Following
from kernel.garbage import look_seldom

PATIENCE = 600.0
"""Seconds that whoever is not looked at may take to catch up in the end."""


async def followed(folder: Path, server: str, service: str, until: int) -> Moments:
    """Says so as soon as all follow."""
    async with opened(folder, server) as embedded:
        projections = embedded.services[service].projections
        looked_at = [one for one in projections if one.name == LOOKED_AT.get(service)]
        async with Following(embedded.store, projections) as following:
            await following.settled()
            print(json.dumps("ready"), flush=True)
            if looked_at:
                return await shown(looked_at[0], until)
            await following.caught_up(until, PATIENCE)
    return []


if __name__ == "__main__":
    look_seldom()
    folder, server, service, until = sys.argv[1:]
    print(json.dumps(uvloop.run(followed(Path(folder), server, service, int(until)))))
