"""What all of Germany takes, worked out from the last run. `python -m benchmarks.national`"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.figure import Figure, latest

EVENTS_A_YEAR, YEARS = 150_000_000, 10
JOBCENTERS, SHARDS, WORKERS = 400, 16, 16
REPLICAS = 3
"""Of each Kafka partition and of each database: what is lost with one is still there twice."""

OFFICE_HOURS = 250 * 9
"""A year: nearly all that people do happens then."""

PEAK = 10
"""How often the average of an office hour is exceeded for a while: Monday morning, 1 January."""

_GIGA, _HOUR = 1e9, 3600

Values = Mapping[str, float]
"""Figures of the last run by name."""


@dataclass(frozen=True, slots=True)
class Line:
    """`how` says what `said` was computed from, with every number in it."""

    what: str
    said: str
    how: str


def markdown(figures: Sequence[Figure]) -> str:
    values = {one.name: one.value for one in figures}
    payload = next(one.floor_value for one in figures if one.name == "disk per event") or 0.0
    parts: tuple[tuple[str, Iterator[Line]], ...] = (
        ("How much there is", _volume()),
        ("What a store shard holds", _shard(values)),
        (f"A full rebuild on {WORKERS} workers", _rebuild(values)),
        ("What it costs on disk", _disk(values)),
        ("Kafka", _kafka(payload)),
        ("How far one shard is from its limit", _limits(values)),
    )
    return "\n\n".join(_table(title, lines) for title, lines in parts)


def _volume() -> Iterator[Line]:
    whole = EVENTS_A_YEAR * YEARS
    average = EVENTS_A_YEAR / (OFFICE_HOURS * _HOUR)
    yield Line("events kept", f"{whole:,.0f}", f"{EVENTS_A_YEAR:,} a year × {YEARS} years")
    yield Line(
        "in office hours", f"{average:,.1f} events/s", f"{EVENTS_A_YEAR:,} / {OFFICE_HOURS:,} h"
    )
    yield Line("at the peak", f"{average * PEAK:,.0f} events/s", f"{PEAK} × that")
    yield Line("of one jobcenter", f"{whole / JOBCENTERS:,.0f} events", f"{whole:,} / {JOBCENTERS}")


def _shard(values: Values) -> Iterator[Line]:
    events = EVENTS_A_YEAR * YEARS / SHARDS
    store, all_of_it = values["disk per event: events"], values["disk per event"]
    yield Line("jobcenters", f"{JOBCENTERS / SHARDS:,.0f}", f"{JOBCENTERS} / {SHARDS} shards")
    yield Line("events after ten years", f"{events:,.0f}", f"{EVENTS_A_YEAR * YEARS:,} / {SHARDS}")
    yield Line("event store", _gigabytes(events * store), f"{events:,.0f} × {store:,.0f} B")
    views = all_of_it - store
    yield Line("views and keys", _gigabytes(events * views), f"{events:,.0f} × {views:,.0f} B")


def _rebuild(values: Values) -> Iterator[Line]:
    whole, seconds = EVENTS_A_YEAR * YEARS, 0.0
    for name, rate in _views(values).items():
        took = whole / (WORKERS * rate)
        seconds += took
        how = f"{whole:,} / ({WORKERS} × {rate:,.0f} events/s)"
        yield Line(name, _hours(took), how)
    yield Line("all, one after the other", _hours(seconds), "the sum")


def _views(values: Values) -> Values:
    """How many events a second fill each: on SQLite, while others are filled beside it or not."""
    each = re.compile(r"filling (\w+)|… of (\w+), beside the other")
    found = ((each.fullmatch(name), rate) for name, rate in values.items())
    slowest: dict[str, float] = {}
    for match, rate in found:
        if match:
            name = match[1] or match[2]
            slowest[name] = min(rate, slowest.get(name, rate))
    return slowest


def _disk(values: Values) -> Iterator[Line]:
    each, whole = values["disk per event"], EVENTS_A_YEAR * YEARS
    yield Line("a year", _gigabytes(EVENTS_A_YEAR * each), f"{EVENTS_A_YEAR:,} × {each:,.0f} B")
    yield Line("ten years", _gigabytes(whole * each), f"{whole:,} × {each:,.0f} B")
    how = f"{REPLICAS} × that"
    yield Line("with its replicas", _gigabytes(REPLICAS * whole * each), how)


def _kafka(payload: float) -> Iterator[Line]:
    whole, peak = EVENTS_A_YEAR * YEARS, PEAK * EVENTS_A_YEAR / (OFFICE_HOURS * _HOUR)
    partitions = 3 * SHARDS
    yield Line("partitions of a topic", f"{partitions}", f"3 × {SHARDS}: consumers can grow")
    yield Line(
        "of one partition, at the peak",
        f"{peak / partitions:,.1f} events/s",
        f"{peak:,.0f} events/s / {partitions}",
    )
    kept = REPLICAS * whole * payload
    how = f"{REPLICAS} × {whole:,} × {payload:,.0f} B, for events are kept for ever"
    yield Line("after ten years", _gigabytes(kept), how)


def _limits(values: Values) -> Iterator[Line]:
    peak = PEAK * EVENTS_A_YEAR / (OFFICE_HOURS * _HOUR) / SHARDS
    for name in ("durable commands, 128 callers", "HTTP command, plan service"):
        times = values[name] / peak
        yield Line(name, f"{times:,.0f} × its peak", f"{values[name]:,.0f} / {peak:,.1f} a second")


def _table(title: str, lines: Iterator[Line]) -> str:
    rows = (f"| {one.what} | {one.said} | {one.how} |" for one in lines)
    return "\n".join((f"### {title}\n", "| | | from |", "| --- | --- | --- |", *rows))


def _gigabytes(size: float) -> str:
    return f"{size / _GIGA:,.0f} GB"


def _hours(seconds: float) -> str:
    return f"{seconds / _HOUR:,.1f} h" if seconds >= _HOUR else f"{seconds / 60:,.0f} min"


if __name__ == "__main__":
    print(markdown(latest("services")))
