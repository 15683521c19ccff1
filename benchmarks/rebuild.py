"""Rebuilding the plan view and the trail, each by a process of its own, as two services would."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.figure import Figure, middle
from benchmarks.rebuilding import MODELS

BARE = "bare read + parse + insert"
Reports = dict[str, dict[str, Any]]


def figures(events: Path, count: int, peer: float | None, rounds: int) -> list[Figure]:
    """`events` is a store's file with `count` events; `peer` is what the peer's projection does."""
    ours: list[Reports] = []
    bare: list[Reports] = []
    for _ in range(rounds):
        with TemporaryDirectory() as folder:
            ours.append(_together("ours", events, folder))
            bare.append(_together("bare", events, folder))
    both = Figure(
        "rebuild of plan view and trail",
        count / _seconds(ours, list(MODELS)),
        "events/s",
        "eventsourcing, one view",
        peer,
        BARE,
        count / _seconds(bare, list(MODELS)),
    )
    return [both, *(_one(name, count, ours, bare) for name in MODELS), _memory(ours)]


def _one(name: str, count: int, ours: Sequence[Reports], bare: Sequence[Reports]) -> Figure:
    rate, floor = (count / _seconds(reports, [name]) for reports in (ours, bare))
    return Figure(f"… of {name}, beside the other", rate, "events/s", None, None, BARE, floor)


def _memory(ours: Sequence[Reports]) -> Figure:
    """The most that a process had; beside it what it had after a tenth of the way."""
    of_all = [report["memory"] for reports in ours for report in reports.values()]
    early = max(memory[0] for memory in of_all)
    most = max(max(memory) for memory in of_all)
    return Figure("memory while rebuilding", most, "MB", None, None, "after a tenth", early)


def _seconds(reports: Sequence[Reports], names: Sequence[str]) -> float:
    """Until the last of them had ended, in the middle one of all rounds."""
    return middle([max(one[name]["seconds"] for name in names) for one in reports])


def _together(way: str, events: Path, folder: str) -> Reports:
    """All begin at the same moment."""
    running = {name: _begun(way, name, events, folder) for name in MODELS}
    for one in running.values():
        assert one.stdout is not None
        one.stdout.readline()
    for one in running.values():
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    return {name: json.loads(one.communicate()[0]) for name, one in running.items()}


def _begun(way: str, name: str, events: Path, folder: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.rebuilding", way, name, str(events), folder]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
