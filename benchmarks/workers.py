"""A rebuild that processes share, beside one alone: what another worker is worth here."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.figure import Figure

VIEW, WORKERS = "plan_view", 2


def figures(folder: Path, count: int, server: str | None, on: str) -> list[Figure]:
    """`folder` holds a store of `count` events, whose views are in files there or on a server."""
    one, some = (count / _seconds(folder, server, workers) for workers in (1, WORKERS))
    name = f"two workers, rebuild of {VIEW}{on}"
    return [Figure(name, some, "events/s", floor="one worker", floor_value=one)]


def _seconds(folder: Path, server: str | None, workers: int) -> float:
    """The command that an operator would give, from its start to its end."""
    environment = {**os.environ, "KOOP_MODE": "development", "KOOP_DATA_DIR": str(folder)}
    if server:
        environment["KOOP_DATABASE"] = server
    asked = ["projections", "rebuild", VIEW, "--workers", str(workers)]
    began = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "koop", *asked],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return perf_counter() - began
