"""The benchmarks run, and every figure is one."""

from math import isfinite

import pytest
from rich.console import Console

from benchmarks.__main__ import PEER, measured
from benchmarks.effort import QUICK


@pytest.mark.slow
def test_a_quick_run_measures_everything() -> None:
    figures = {one.name: one for one in measured(QUICK, Console(quiet=True))}

    for one in figures.values():
        values = [one.value, one.peer_value, one.floor_value]
        assert all(isfinite(value) and value > 0 for value in values if value is not None), one
    assert bool(figures["durable commands, 128 callers"].peer_value) == PEER
    assert bool(figures["rebuild of plan view and trail"].peer_value) == PEER
    assert {"plan view, p99", "trail, p99", "as-of, p99", "disk per event"} <= figures.keys()
    assert {"koop generate", "lag of plan_view, p99", "lag of trail, p99"} <= figures.keys()
    assert {name for name in figures if name.startswith("HTTP")}
