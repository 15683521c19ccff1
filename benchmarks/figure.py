"""One figure, what it is held against, and the table of all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from rich.console import Console
from rich.table import Table

LATEST = Path(__file__).parent / "latest"

Run = Literal["services", "kafka", "eventstoredb"]
"""What is measured together, and kept in a file of its own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`peer` and `floor` name what was measured beside it in the same run."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    floor: str | None = None
    floor_value: float | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "peer": self.peer,
            "peer_value": self.peer_value,
            "ratio_to_peer": _ratio(self.value, self.peer_value),
            "floor": self.floor,
            "floor_value": self.floor_value,
            "ratio_to_floor": _ratio(self.value, self.floor_value),
        }


def middle(values: Sequence[float]) -> float:
    """The median: the machine may be busy with other things for one of several runs."""
    return median(values)


def write(figures: Sequence[Figure], run: Run) -> None:
    content = json.dumps([one.to_json() for one in figures], indent=2)
    _file(run).write_text(content + "\n")


def show(figures: Sequence[Figure], console: Console) -> None:
    table = Table("figure", "value", "beside the peer", "×", "beside the floor", "×")
    for one in figures:
        said = one.to_json()
        table.add_row(
            one.name,
            f"{number(one.value)} {one.unit}",
            *beside(one.peer, one.peer_value, said["ratio_to_peer"]),
            *beside(one.floor, one.floor_value, said["ratio_to_floor"]),
        )
    console.print(table)


def beside(name: str | None, value: float | None, ratio: object) -> tuple[str, str]:
    if name is None or value is None:
        return "", ""
    return f"{name}: {number(value)}", f"{ratio:.2f}"


def put_among(new: Sequence[Figure], kept: Sequence[Figure]) -> list[Figure]:
    """In the order of those that are kept; what they do not know stands at the end."""
    return [*({one.name: one for one in kept} | {one.name: one for one in new}).values()]


def latest(run: Run) -> list[Figure]:
    """What was measured last."""
    names = ("name", "value", "unit", "peer", "peer_value", "floor", "floor_value")
    kept = json.loads(_file(run).read_text())
    return [Figure(**{name: one[name] for name in names}) for one in kept]


def _file(run: Run) -> Path:
    return LATEST / f"{run}.json"


def _ratio(value: float, beside: float | None) -> float | None:
    return round(value / beside, 3) if beside else None


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
