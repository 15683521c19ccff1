"""What each figure should reach, and whether it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.figure import Figure

Of = Literal["value", "peer", "floor"]

MET, MISSED = "✓", "✗"


@dataclass(frozen=True, slots=True)
class Goal:
    """For figures whose names begin and end so: `of` is at least, or at most, so much."""

    begins: str
    of: Of
    least: float | None = None
    most: float | None = None
    has: str = ""

    def concerns(self, figure: Figure) -> bool:
        return figure.name.startswith(self.begins) and self.has in figure.name

    def met_by(self, figure: Figure) -> bool | None:
        """None where there is nothing to hold it against."""
        reached = _reached(figure, self.of)
        if reached is None:
            return None
        return (self.least is None or reached >= self.least) and (
            self.most is None or reached <= self.most
        )

    def __str__(self) -> str:
        bound = f"≥ {self.least:,g}" if self.least is not None else f"≤ {self.most:,g}"
        return bound if self.of == "value" else f"{bound} × the {self.of}"


GOALS = (
    Goal("durable commands", "peer", least=8),
    Goal("durable commands", "floor", least=0.6),
    Goal("HTTP command", "floor", least=0.5),
    Goal("rebuild of", "peer", least=20),
    Goal("rebuild of", "floor", least=0.6),
    Goal("two workers", "floor", least=1.6),
    Goal("memory while rebuilding", "value", most=300),
    Goal("", "floor", most=1.2, has=", p99"),
    Goal("lag of", "value", most=50),
    Goal("export as", "value", least=100_000),
    Goal("disk per event", "floor", most=2),
    Goal("relay", "floor", least=0.6),
    Goal("reaction", "floor", least=0.6),
    Goal("p50 from", "floor", most=3),
    Goal("p99 from", "floor", most=5),
    Goal("start of all", "value", most=5),
    Goal("a leader's death", "value", most=10),
    Goal("EventStoreDB", "peer", least=0.8),
)


def said_of(figure: Figure) -> str:
    """Each goal of a figure, marked as met or missed."""
    return ", ".join(_marked(figure))


def _marked(figure: Figure) -> Iterator[str]:
    for goal in GOALS:
        met = goal.met_by(figure) if goal.concerns(figure) else None
        if met is not None:
            yield f"{goal} {MET if met else MISSED}"


def _reached(figure: Figure, of: Of) -> float | None:
    if of == "value":
        return figure.value
    beside = figure.peer_value if of == "peer" else figure.floor_value
    return figure.value / beside if beside else None
