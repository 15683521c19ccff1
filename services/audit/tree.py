"""What followed from a command: its events, what those led to, and so on, across all services."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from kernel.projections import TrueFor
from services.audit.lines import Line, causation_of

LARGEST = 2_000
"""Events of one tree; some ten are usual."""


@dataclass(frozen=True, slots=True)
class Node:
    """An event and what it led to. `depth` is 0 for what the command said itself."""

    line: Line
    parent: Line | None
    depth: int
    led_to: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """`reached` is where the rest begins, if there is `more` than fits."""

    command: UUID
    roots: tuple[Node, ...]
    true_for: TrueFor
    reached: int
    more: bool

    def nodes(self) -> Iterator[Node]:
        """Each before what it led to."""
        pending = list(reversed(self.roots))
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.led_to))


def grown(lines: Iterable[Line]) -> tuple[Node, ...]:
    """The roots. `lines` come in the order of the store: a cause before what it caused.

    What names a cause that is not among them is a root, too: nothing is left out.
    """
    nodes: dict[UUID, Node] = {}
    roots: list[Node] = []
    for line in lines:
        cause = causation_of(line.recorded)
        parent = nodes.get(cause) if cause else None
        node = Node(line, parent.line if parent else None, parent.depth + 1 if parent else 0)
        (parent.led_to if parent else roots).append(node)
        nodes[line.recorded.envelope.id] = node
    return tuple(roots)
