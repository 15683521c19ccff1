"""Rebuilding the plan view and the trail, each by a process of its own, as two services would."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks.figure import Figure, middle
from benchmarks.rebuilding import MODELS

BARE = "bare read + parse + insert"
LEANEST = "bare, reading no more than it does"
Reports = dict[str, dict[str, Any]]


def figures(
    events: Path, count: int, peer: float | None, rounds: int, server: str | None = None
) -> list[Figure]:
    """`events` is a store's file with `count` events; `peer` is what the peer's projection does.

    `server` is the URL of an empty database; without it rows go into files.
    """
    ours: list[Reports] = []
    bare: list[Reports] = []
    leanest: list[Reports] = []
    for _ in range(rounds):
        with _room(server) as where:
            ours.append(_together("ours", events, where))
            bare.append(_together("bare", events, where))
            leanest.append(_together("leanest", events, where))
    on = " on PostgreSQL" if server else ""
    both = Figure(
        f"rebuild of plan view and trail{on}",
        count / _seconds(ours, list(MODELS)),
        "events/s",
        "eventsourcing, one view",
        peer,
        BARE,
        count / _seconds(bare, list(MODELS)),
    )
    each = (_one(name, count, ours, leanest, on) for name in MODELS)
    return [both, *each, _memory(ours, on)]


@contextmanager
def _room(server: str | None) -> Iterator[str]:
    """Where nothing is yet."""
    if server is None:
        with TemporaryDirectory() as folder:
            yield folder
        return
    with psycopg.connect(server, autocommit=True) as sql:
        for name in MODELS:
            sql.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE".encode())
    yield server


def _one(
    name: str, count: int, ours: Sequence[Reports], leanest: Sequence[Reports], on: str
) -> Figure:
    rate, floor = (count / _seconds(reports, [name]) for reports in (ours, leanest))
    return Figure(
        f"… of {name}, beside the other{on}", rate, "events/s", floor=LEANEST, floor_value=floor
    )


def _memory(ours: Sequence[Reports], on: str) -> Figure:
    """The most that a process had; beside it what it had after a tenth of the way."""
    of_all = [report["memory"] for reports in ours for report in reports.values()]
    early = max(memory[0] for memory in of_all)
    most = max(max(memory) for memory in of_all)
    return Figure(
        f"memory while rebuilding{on}", most, "MB", floor="after a tenth", floor_value=early
    )


def _seconds(reports: Sequence[Reports], names: Sequence[str]) -> float:
    """Until the last of them had ended, in the middle one of all rounds."""
    return middle([max(one[name]["seconds"] for name in names) for one in reports])


def _together(way: str, events: Path, where: str) -> Reports:
    """All begin at the same moment."""
    running = {name: _begun(way, name, events, where) for name in MODELS}
    for one in running.values():
        assert one.stdout is not None
        one.stdout.readline()
    for one in running.values():
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    return {name: json.loads(one.communicate()[0]) for name, one in running.items()}


def _begun(way: str, name: str, events: Path, where: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.rebuilding", way, name, str(events), where]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
